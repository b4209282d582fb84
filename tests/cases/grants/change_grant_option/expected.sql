REVOKE GRANT OPTION FOR SELECT ON TABLE public.t FROM pg_monitor;
--> statement-breakpoint
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
--> statement-breakpoint
REVOKE USAGE ON LANGUAGE plpgsql FROM pg_monitor;
