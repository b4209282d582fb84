ALTER EXTENSION citext SET SCHEMA ext;
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN mail TYPE ext.citext USING mail::text::ext.citext;
