ALTER MATERIALIZED VIEW public.m RESET (fillfactor);
--> statement-breakpoint
ALTER MATERIALIZED VIEW public.m SET (autovacuum_enabled=false);
