CREATE OR REPLACE FUNCTION public.f(a integer)
 RETURNS SETOF integer
 LANGUAGE sql
 STABLE PARALLEL SAFE STRICT SECURITY DEFINER LEAKPROOF COST 5 ROWS 7
 SET search_path TO 'public', 'pg_temp'
 SET work_mem TO '1MB'
AS $function$SELECT a$function$;
