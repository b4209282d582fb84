DROP VIEW public.v;
--> statement-breakpoint
DROP FUNCTION public.f();
--> statement-breakpoint
CREATE FUNCTION public.f(OUT x integer, OUT z integer)
 RETURNS record
 LANGUAGE sql
AS $function$SELECT 1, 2$function$;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT x
   FROM public.f() f(x, z);
