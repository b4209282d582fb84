CREATE DOMAIN public.d AS integer DEFAULT 3;
--> statement-breakpoint
-- public.t.b is new, NOT NULL and has no default, which fails on a table with rows. Give it a default, or add it
-- without NOT NULL, fill it in (UPDATE public.t SET b = …), and make it NOT NULL then.
ALTER TABLE public.t ADD COLUMN b integer NOT NULL;
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN c integer DEFAULT 1 NOT NULL;
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN d public.d NOT NULL;
