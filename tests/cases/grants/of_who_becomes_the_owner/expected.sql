REVOKE SELECT ON TABLE public.u FROM pg_signal_backend;
--> statement-breakpoint
ALTER TABLE public.t OWNER TO pg_signal_backend;
--> statement-breakpoint
ALTER TABLE public.u OWNER TO pg_signal_backend;
--> statement-breakpoint
ALTER TABLE public.w OWNER TO pg_signal_backend;
--> statement-breakpoint
GRANT INSERT, SELECT ON TABLE public.t TO pg_monitor WITH GRANT OPTION;
