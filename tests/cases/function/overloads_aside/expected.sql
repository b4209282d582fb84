ALTER FUNCTION public.f(bigint) RENAME TO f__old;
--> statement-breakpoint
ALTER FUNCTION public.f(integer) RENAME TO f__old;
--> statement-breakpoint
CREATE FUNCTION public.f(y bigint)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT y$function$;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN h SET EXPRESSION AS (public.f(b));
--> statement-breakpoint
DROP FUNCTION public.f__old(bigint);
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
