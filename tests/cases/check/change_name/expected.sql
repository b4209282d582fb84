ALTER TABLE public.t DROP CONSTRAINT c;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT d CHECK ((a > 0));
