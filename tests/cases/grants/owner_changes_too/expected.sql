ALTER FUNCTION s.f() OWNER TO pg_signal_backend;
--> statement-breakpoint
ALTER SCHEMA s OWNER TO pg_signal_backend;
--> statement-breakpoint
ALTER TABLE s.t OWNER TO pg_signal_backend;
--> statement-breakpoint
ALTER TYPE s.e OWNER TO pg_signal_backend;
--> statement-breakpoint
GRANT CREATE, USAGE ON SCHEMA s TO pg_signal_backend;
--> statement-breakpoint
GRANT USAGE ON TYPE s.e TO pg_signal_backend;
--> statement-breakpoint
GRANT USAGE ON TYPE s.e TO pg_monitor;
