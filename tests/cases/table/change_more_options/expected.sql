ALTER TABLE public.t RESET (log_autovacuum_min_duration, user_catalog_table);
--> statement-breakpoint
ALTER TABLE public.t SET (parallel_workers=4, vacuum_truncate=false);
