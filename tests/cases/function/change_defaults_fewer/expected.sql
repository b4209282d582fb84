DROP VIEW public.v;
--> statement-breakpoint
DROP FUNCTION public.f(integer, integer);
--> statement-breakpoint
CREATE FUNCTION public.f(a integer, b integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT a$function$;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT public.f(1, 2) AS f;
