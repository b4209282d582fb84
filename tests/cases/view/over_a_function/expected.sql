DROP VIEW public.v;
--> statement-breakpoint
DROP FUNCTION public.f();
--> statement-breakpoint
CREATE FUNCTION public.f()
 RETURNS SETOF bigint
 LANGUAGE sql
AS $function$SELECT 1::bigint$function$;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT n
   FROM public.f() n(n);
