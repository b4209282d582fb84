REVOKE SELECT (name) ON TABLE public.item FROM pg_signal_backend;
--> statement-breakpoint
GRANT UPDATE (name) ON TABLE public.item TO pg_signal_backend;
--> statement-breakpoint
REVOKE DELETE ON TABLE public.item FROM pg_monitor;
--> statement-breakpoint
GRANT INSERT ON TABLE public.item TO pg_monitor WITH GRANT OPTION;
--> statement-breakpoint
GRANT UPDATE ON TABLE public.item TO pg_monitor;
