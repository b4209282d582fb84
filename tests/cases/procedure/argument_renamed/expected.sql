DROP PROCEDURE public.clear(integer);
--> statement-breakpoint
CREATE PROCEDURE public.clear(IN m integer)
 LANGUAGE sql
AS $procedure$SELECT$procedure$;
--> statement-breakpoint
COMMENT ON PROCEDURE public.clear(integer) IS 'Empties it';
