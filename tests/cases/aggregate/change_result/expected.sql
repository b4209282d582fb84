DROP VIEW public.v;
--> statement-breakpoint
DROP AGGREGATE public.total(integer);
--> statement-breakpoint
CREATE AGGREGATE public.total(integer) (
    SFUNC = int84pl,
    STYPE = bigint,
    INITCOND = '0'
);
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT public.total(1) AS total;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION public.total(integer) TO pg_monitor;
--> statement-breakpoint
COMMENT ON AGGREGATE public.total(integer) IS 'kept';
