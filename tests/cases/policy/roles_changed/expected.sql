ALTER POLICY p ON public.doc TO CURRENT_USER, pg_monitor;
--> statement-breakpoint
ALTER POLICY q ON public.doc TO PUBLIC;
