ALTER POLICY p ON public.doc TO pg_monitor, postgres;
--> statement-breakpoint
ALTER POLICY q ON public.doc TO PUBLIC;
