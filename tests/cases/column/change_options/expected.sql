ALTER TABLE public.t ALTER COLUMN a SET (n_distinct=200);
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b RESET (n_distinct_inherited);
