CREATE FUNCTION public.longer(text, text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT CASE WHEN length($2) > length($1) THEN $2 ELSE $1 END$function$;
--> statement-breakpoint
CREATE AGGREGATE public.longest(text) (
    SFUNC = public.longer,
    STYPE = text,
    COMBINEFUNC = public.longer,
    INITCOND = '',
    PARALLEL = SAFE
);
--> statement-breakpoint
CREATE AGGREGATE public.my_count(*) (
    SFUNC = int8inc,
    STYPE = bigint,
    INITCOND = '0'
);
--> statement-breakpoint
CREATE AGGREGATE public.my_percentile(double precision ORDER BY anyelement) (
    SFUNC = ordered_set_transition,
    STYPE = internal,
    FINALFUNC = percentile_disc_final,
    FINALFUNC_EXTRA
);
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT public.longest((relname)::text) AS longest
   FROM pg_class;
--> statement-breakpoint
COMMENT ON AGGREGATE public.longest(text) IS 'The longest of them';
