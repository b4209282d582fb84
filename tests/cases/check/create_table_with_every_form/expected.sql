CREATE FUNCTION public.ok(a integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$select a > 0$function$;
--> statement-breakpoint
CREATE TABLE public.t (
    a integer,
    CONSTRAINT c1 CHECK ((a > 0)) NO INHERIT,
    CONSTRAINT c2 CHECK ((a > 1)) NOT ENFORCED,
    CONSTRAINT c5 CHECK (public.ok(a))
);
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT c3 CHECK ((a > 2)) NOT VALID;
