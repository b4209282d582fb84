DROP VIEW public.v;
--> statement-breakpoint
DROP AGGREGATE public.my_sum(integer);
--> statement-breakpoint
CREATE AGGREGATE public.my_sum(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    INITCOND = '10'
);
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT public.my_sum((oid)::integer) AS my_sum
   FROM pg_class;
