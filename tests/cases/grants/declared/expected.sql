CREATE SCHEMA app;
--> statement-breakpoint
CREATE TYPE public.mood AS ENUM ('sad');
--> statement-breakpoint
CREATE DOMAIN public.score AS integer;
--> statement-breakpoint
CREATE SEQUENCE public.numbers;
--> statement-breakpoint
CREATE TABLE public.item (
    id integer,
    name text,
    secret text
);
--> statement-breakpoint
CREATE FUNCTION public.f(integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
--> statement-breakpoint
CREATE PROCEDURE public.p()
 LANGUAGE sql
AS $procedure$SELECT$procedure$;
--> statement-breakpoint
CREATE AGGREGATE public.my_sum(integer) (
    SFUNC = int4pl,
    STYPE = integer
);
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT id
   FROM public.item;
--> statement-breakpoint
CREATE MATERIALIZED VIEW public.m AS
 SELECT id
   FROM public.item;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION public.my_sum(integer) TO pg_monitor;
--> statement-breakpoint
GRANT REFERENCES (id) ON TABLE public.item TO pg_monitor;
--> statement-breakpoint
GRANT REFERENCES (name), UPDATE (name) ON TABLE public.item TO pg_monitor;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION public.f(integer) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION public.f(integer) TO pg_monitor;
--> statement-breakpoint
GRANT SELECT ON TABLE public.m TO PUBLIC;
--> statement-breakpoint
REVOKE EXECUTE ON PROCEDURE public.p() FROM PUBLIC;
--> statement-breakpoint
GRANT USAGE ON SCHEMA app TO pg_monitor;
--> statement-breakpoint
GRANT USAGE ON SEQUENCE public.numbers TO pg_monitor;
--> statement-breakpoint
GRANT INSERT, SELECT ON TABLE public.item TO pg_monitor WITH GRANT OPTION;
--> statement-breakpoint
REVOKE USAGE ON TYPE public.mood FROM PUBLIC;
--> statement-breakpoint
GRANT USAGE ON DOMAIN public.score TO pg_monitor;
--> statement-breakpoint
GRANT SELECT ON TABLE public.v TO PUBLIC;
