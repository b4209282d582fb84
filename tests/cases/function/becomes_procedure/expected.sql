DROP FUNCTION public.act(integer);
--> statement-breakpoint
CREATE PROCEDURE public.act(IN x integer)
 LANGUAGE sql
AS $procedure$SELECT$procedure$;
