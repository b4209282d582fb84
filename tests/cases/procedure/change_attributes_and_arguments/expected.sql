DROP PROCEDURE public.p(integer);
--> statement-breakpoint
CREATE PROCEDURE public.p(IN a integer, INOUT b integer DEFAULT 3)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $procedure$SELECT 1$procedure$;
