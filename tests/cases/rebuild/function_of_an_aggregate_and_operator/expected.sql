DROP VIEW public.v;
--> statement-breakpoint
DROP AGGREGATE public.g(integer);
--> statement-breakpoint
DROP OPERATOR public.=== (integer, integer);
--> statement-breakpoint
DROP FUNCTION public.f(integer, integer);
--> statement-breakpoint
CREATE FUNCTION public.f(x integer, y integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT x + y$function$;
--> statement-breakpoint
CREATE OPERATOR public.=== (
    FUNCTION = public.f,
    LEFTARG = integer,
    RIGHTARG = integer
);
--> statement-breakpoint
CREATE AGGREGATE public.g(integer) (
    SFUNC = public.f,
    STYPE = integer,
    INITCOND = '0'
);
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT (1 OPERATOR(public.===) 2) AS x,
    public.g(3) AS y;
