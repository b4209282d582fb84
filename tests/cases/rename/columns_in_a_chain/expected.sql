ALTER TABLE public.t RENAME COLUMN b TO c;
--> statement-breakpoint
ALTER TABLE public.t RENAME COLUMN a TO b;
--> statement-breakpoint
ALTER INDEX public.t_b_idx RENAME TO t_c_idx;
