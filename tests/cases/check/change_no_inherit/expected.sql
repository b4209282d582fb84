ALTER TABLE public.t DROP CONSTRAINT c;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT c CHECK ((a > 0)) NO INHERIT;
