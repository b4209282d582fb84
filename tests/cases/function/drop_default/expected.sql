DROP VIEW public.v;
--> statement-breakpoint
DROP FUNCTION public.f(integer, integer);
--> statement-breakpoint
CREATE FUNCTION public.f(a integer, b integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT a + b$function$;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT public.f(1, 2) AS f;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION public.f(integer, integer) TO pg_monitor;
--> statement-breakpoint
COMMENT ON FUNCTION public.f(integer, integer) IS 'kept';
