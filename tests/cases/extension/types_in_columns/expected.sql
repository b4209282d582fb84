CREATE EXTENSION citext WITH SCHEMA public;
--> statement-breakpoint
CREATE EXTENSION hstore WITH SCHEMA public;
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN mail TYPE public.citext USING mail::public.citext;
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN tags TYPE public.hstore USING tags::public.hstore;
