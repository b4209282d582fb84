ALTER TABLE public.t DROP CONSTRAINT t_a_key;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT t_a_key UNIQUE NULLS NOT DISTINCT (a);
