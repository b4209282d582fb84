ALTER TABLE public.t ADD CONSTRAINT c1 CHECK ((a > 0)) NO INHERIT;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT c2 CHECK ((a > 1)) NOT ENFORCED;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT c3 CHECK ((a > 2)) NOT VALID;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT c4 CHECK ((a > 3)) NO INHERIT NOT VALID;
