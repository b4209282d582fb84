CREATE OR REPLACE FUNCTION public.ok(value integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT $1 >= 0$function$;
