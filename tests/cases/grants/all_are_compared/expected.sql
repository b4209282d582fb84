REVOKE SELECT ON TABLE public.item FROM pg_monitor;
--> statement-breakpoint
REVOKE USAGE ON SCHEMA public FROM PUBLIC;
--> statement-breakpoint
REVOKE USAGE ON SCHEMA public FROM pg_monitor;
