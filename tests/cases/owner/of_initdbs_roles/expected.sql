ALTER FUNCTION public.f() OWNER TO pg_monitor;
--> statement-breakpoint
ALTER SCHEMA s OWNER TO pg_monitor;
--> statement-breakpoint
ALTER TABLE public.t OWNER TO pg_database_owner;
