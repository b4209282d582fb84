CREATE OR REPLACE FUNCTION public.add(a integer, b integer DEFAULT 5)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT a + b$function$;
