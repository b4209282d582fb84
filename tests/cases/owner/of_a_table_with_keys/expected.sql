ALTER TABLE public.t OWNER TO pg_monitor;
--> statement-breakpoint
ALTER TABLE ONLY public.t REPLICA IDENTITY USING INDEX t_b_key;
--> statement-breakpoint
ALTER TABLE public.t CLUSTER ON t_pkey;
