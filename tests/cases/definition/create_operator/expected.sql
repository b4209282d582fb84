CREATE OPERATOR public.!! (
    FUNCTION = int4abs,
    RIGHTARG = integer
);
--> statement-breakpoint
CREATE TABLE public.item (
    a integer,
    b integer
);
--> statement-breakpoint
CREATE FUNCTION public.near(integer, integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT abs($1 - $2) < 2$function$;
--> statement-breakpoint
CREATE OPERATOR public.~== (
    FUNCTION = public.near,
    LEFTARG = integer,
    RIGHTARG = integer,
    COMMUTATOR = OPERATOR(public.~==)
);
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT (a OPERATOR(public.~==) b) AS close
   FROM public.item;
