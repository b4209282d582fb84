CREATE FUNCTION public.add(a integer, b integer DEFAULT 1)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$SELECT a + b$function$;
--> statement-breakpoint
CREATE FUNCTION public.add(a text, VARIADIC more text[])
 RETURNS text
 LANGUAGE sql
AS $function$SELECT a || array_to_string(more, '')$function$;
--> statement-breakpoint
CREATE FUNCTION public.many(n integer)
 RETURNS TABLE(i integer, t text)
 LANGUAGE plpgsql
 SECURITY DEFINER COST 7 ROWS 12
 SET search_path TO ''
AS $function$
BEGIN
    RETURN QUERY SELECT g, $$it's$$ FROM generate_series(1, n) g;
END
$function$;
--> statement-breakpoint
CREATE FUNCTION public.pair(OUT a integer, OUT b text)
 RETURNS record
 LANGUAGE sql
AS $function$SELECT 1, 'x'$function$;
