ALTER FUNCTION public.f(integer) RENAME TO f__old;
--> statement-breakpoint
CREATE FUNCTION public.f(y integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT y$function$;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN g SET EXPRESSION AS (public.f(a));
--> statement-breakpoint
DROP FUNCTION public.f__old(integer);
