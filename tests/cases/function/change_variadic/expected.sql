DROP FUNCTION public.f(integer, integer[]);
--> statement-breakpoint
CREATE FUNCTION public.f(INOUT a integer, b integer[])
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT a$function$;
