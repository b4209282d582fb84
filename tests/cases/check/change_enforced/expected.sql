ALTER TABLE public.t DROP CONSTRAINT c;
--> statement-breakpoint
ALTER TABLE public.t DROP CONSTRAINT d;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT c CHECK ((a > 0));
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT d CHECK ((a > 1)) NOT ENFORCED;
