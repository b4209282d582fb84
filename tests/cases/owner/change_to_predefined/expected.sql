CREATE FUNCTION public.f()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
--> statement-breakpoint
ALTER FUNCTION public.f() OWNER TO pg_read_all_data;
--> statement-breakpoint
ALTER TABLE public.t OWNER TO pg_monitor;
