ALTER FUNCTION public.f(integer) RENAME TO f__old;
--> statement-breakpoint
CREATE FUNCTION public.f(b integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$select b + 2$function$;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN c SET EXPRESSION AS (public.f(a));
--> statement-breakpoint
DROP FUNCTION public.f__old(integer);
