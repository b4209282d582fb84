ALTER TABLE public.t RESET (autovacuum_vacuum_scale_factor);
--> statement-breakpoint
ALTER TABLE public.t SET (fillfactor=80, parallel_workers=4);
