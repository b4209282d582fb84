ALTER TABLE public.t RESET (toast.vacuum_truncate);
--> statement-breakpoint
ALTER TABLE public.t SET (toast.autovacuum_enabled=true, toast.log_autovacuum_min_duration=10);
