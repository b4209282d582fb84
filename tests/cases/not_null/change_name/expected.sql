ALTER TABLE public.t RENAME CONSTRAINT must TO shall;
--> statement-breakpoint
ALTER TABLE public.t RENAME CONSTRAINT t_b_not_null TO b_must;
--> statement-breakpoint
ALTER TABLE public.t RENAME CONSTRAINT c_must TO t_c_not_null;
