GRANT SELECT ON TABLE public.ft TO pg_monitor;
--> statement-breakpoint
GRANT USAGE ON FOREIGN DATA WRAPPER w TO pg_monitor;
--> statement-breakpoint
GRANT UPDATE (a) ON TABLE public.ft TO pg_monitor;
--> statement-breakpoint
GRANT USAGE ON FOREIGN SERVER s TO pg_monitor;
