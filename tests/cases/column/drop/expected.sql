DROP INDEX public.t_a_idx;
--> statement-breakpoint
ALTER TABLE public.t DROP CONSTRAINT t_a_check;
--> statement-breakpoint
ALTER TABLE public.t DROP COLUMN a;
