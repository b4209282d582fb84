CREATE OR REPLACE PROCEDURE public.clear()
 LANGUAGE sql
 SECURITY DEFINER
AS $procedure$TRUNCATE public.t$procedure$;
