ALTER MATERIALIZED VIEW public.m SET (fillfactor=70, toast.autovacuum_enabled=false);
--> statement-breakpoint
ALTER MATERIALIZED VIEW public.m ALTER COLUMN a SET STATISTICS 7;
--> statement-breakpoint
ALTER MATERIALIZED VIEW public.m ALTER COLUMN a SET (n_distinct=5);
--> statement-breakpoint
ALTER MATERIALIZED VIEW public.m ALTER COLUMN b SET STORAGE EXTERNAL;
--> statement-breakpoint
ALTER MATERIALIZED VIEW public.m ALTER COLUMN b SET COMPRESSION pglz;
--> statement-breakpoint
ALTER MATERIALIZED VIEW public.m CLUSTER ON mi;
