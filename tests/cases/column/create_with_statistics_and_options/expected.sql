ALTER TABLE public.t ADD COLUMN a integer;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a SET STATISTICS 500;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a SET (n_distinct=100);
