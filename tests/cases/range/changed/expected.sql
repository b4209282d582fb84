DROP FUNCTION public.width(public.floatrange);
--> statement-breakpoint
DROP TYPE public.floatrange;
--> statement-breakpoint
CREATE TYPE public.floatrange AS RANGE (
    subtype = double precision,
    subtype_diff = float8mi
);
--> statement-breakpoint
CREATE FUNCTION public.width(public.floatrange)
 RETURNS double precision
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT upper($1) - lower($1)$function$;
