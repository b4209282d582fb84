ALTER TABLE public.t DROP CONSTRAINT t_pkey;
--> statement-breakpoint
ALTER TABLE public.t DROP CONSTRAINT t_a_b_key;
--> statement-breakpoint
ALTER TABLE public.t DROP CONSTRAINT t_a_key;
