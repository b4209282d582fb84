DROP VIEW public.v;
--> statement-breakpoint
DROP FUNCTION public.f();
--> statement-breakpoint
CREATE FUNCTION public.f()
 RETURNS TABLE(a integer, b text, c integer)
 LANGUAGE sql
AS $function$SELECT 1, 'x', 2$function$;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT a,
    b
   FROM public.f() f(a, b, c);
