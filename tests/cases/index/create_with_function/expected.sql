CREATE FUNCTION public.f(text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$select lower($1)$function$;
--> statement-breakpoint
CREATE INDEX i ON public.t USING btree (public.f(b));
