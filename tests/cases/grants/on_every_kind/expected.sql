REVOKE EXECUTE ON FUNCTION s.g(integer) FROM PUBLIC;
--> statement-breakpoint
GRANT UPDATE (a) ON TABLE s.t TO pg_monitor WITH GRANT OPTION;
--> statement-breakpoint
GRANT INSERT (b), SELECT (b) ON TABLE s.t TO pg_monitor WITH GRANT OPTION;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION s.f() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION s.f() TO pg_monitor;
--> statement-breakpoint
GRANT SELECT ON TABLE s.m TO pg_monitor;
--> statement-breakpoint
GRANT SELECT (a) ON TABLE s.v TO pg_monitor;
--> statement-breakpoint
REVOKE EXECUTE ON PROCEDURE s.p() FROM PUBLIC;
--> statement-breakpoint
REVOKE USAGE ON SCHEMA s FROM PUBLIC;
--> statement-breakpoint
GRANT CREATE, USAGE ON SCHEMA s TO pg_monitor WITH GRANT OPTION;
--> statement-breakpoint
GRANT USAGE ON SEQUENCE s.q TO pg_monitor;
--> statement-breakpoint
GRANT MAINTAIN, SELECT ON TABLE s.t TO pg_monitor;
--> statement-breakpoint
REVOKE USAGE ON TYPE s.c FROM PUBLIC;
--> statement-breakpoint
GRANT USAGE ON DOMAIN s.d TO pg_monitor WITH GRANT OPTION;
--> statement-breakpoint
REVOKE USAGE ON TYPE s.e FROM PUBLIC;
--> statement-breakpoint
REVOKE USAGE ON TYPE s.r FROM PUBLIC;
