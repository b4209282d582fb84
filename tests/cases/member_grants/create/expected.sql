GRANT SELECT (rolname) ON TABLE pg_authid TO pg_monitor WITH GRANT OPTION;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION public.akeys(public.hstore) FROM PUBLIC;
--> statement-breakpoint
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
--> statement-breakpoint
GRANT SELECT ON TABLE pg_authid TO pg_monitor;
