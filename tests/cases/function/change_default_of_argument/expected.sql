CREATE OR REPLACE FUNCTION public.f(a integer, b integer DEFAULT 3)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT a$function$;
