ALTER TABLE public.t ALTER CONSTRAINT t_a_not_null NO INHERIT;
--> statement-breakpoint
ALTER TABLE public.t ALTER CONSTRAINT t_b_not_null INHERIT;
