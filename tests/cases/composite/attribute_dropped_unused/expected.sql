DROP FUNCTION public.f(public.address);
--> statement-breakpoint
ALTER TYPE public.address DROP ATTRIBUTE zip;
--> statement-breakpoint
CREATE FUNCTION public.f(public.address)
 RETURNS text
 LANGUAGE sql
AS $function$SELECT $1.street$function$;
