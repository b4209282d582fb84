CREATE TABLE public.item (
    id integer
);
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES FOR ROLE joey_case_owner IN SCHEMA public GRANT SELECT ON TABLES TO pg_monitor;
