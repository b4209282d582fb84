REVOKE EXECUTE ON FUNCTION pg_read_file(text) FROM pg_monitor;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION public.akeys(public.hstore) FROM pg_monitor;
--> statement-breakpoint
DROP EXTENSION hstore;
--> statement-breakpoint
CREATE TABLE public.t (
    a integer
);
