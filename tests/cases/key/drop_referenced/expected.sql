ALTER TABLE public.r DROP CONSTRAINT r_a_fkey;
--> statement-breakpoint
ALTER TABLE public.t DROP CONSTRAINT t_a_key;
