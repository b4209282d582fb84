CREATE TYPE public.textrange AS RANGE (
    subtype = text,
    subtype_opclass = pg_catalog.text_pattern_ops,
    collation = pg_catalog."C",
    multirange_type_name = public.many_texts
);
--> statement-breakpoint
CREATE FUNCTION public.seconds(time without time zone, time without time zone)
 RETURNS double precision
 LANGUAGE sql
 IMMUTABLE STRICT
AS $function$SELECT extract(epoch FROM $1 - $2)::float8$function$;
--> statement-breakpoint
CREATE TYPE public.timerange AS RANGE (
    subtype = time without time zone,
    subtype_diff = public.seconds
);
--> statement-breakpoint
CREATE TABLE public.shop (
    hours public.timerange,
    all_hours public.timemultirange
);
