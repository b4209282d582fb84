DROP FUNCTION public.f(integer);
--> statement-breakpoint
DROP FUNCTION public.g(integer);
--> statement-breakpoint
CREATE FUNCTION public.f(a integer, OUT x integer, OUT y text)
 RETURNS record
 LANGUAGE sql
AS $function$SELECT 1, 'a'$function$;
--> statement-breakpoint
CREATE FUNCTION public.g(a integer, OUT x integer, OUT z integer)
 RETURNS record
 LANGUAGE sql
AS $function$SELECT 1, 2$function$;
