CREATE TYPE public.r;
--> statement-breakpoint
CREATE FUNCTION public.c(public.r)
 RETURNS public.r
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int4range_canonical$function$;
--> statement-breakpoint
CREATE TYPE public.r AS RANGE (
    subtype = integer,
    canonical = public.c
);
--> statement-breakpoint
CREATE TYPE public.tr AS RANGE (
    subtype = text,
    subtype_opclass = pg_catalog.text_pattern_ops,
    collation = pg_catalog."C"
);
