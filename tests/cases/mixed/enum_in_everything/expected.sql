DO $$
DECLARE
    used text;
BEGIN
    SELECT string_agg(format('%L in %s (rows: %s)', label, place, n), ', ' ORDER BY label, place)
    INTO used FROM (
        SELECT 'public.t.x' AS place, x::text AS label, count(*) AS n
        FROM public.t
        WHERE x::text IN ('c') GROUP BY 2
        UNION ALL
        SELECT 'public.t.y[]' AS place, held.label AS label, count(*) AS n
        FROM public.t AS t, LATERAL (SELECT DISTINCT v1::text AS label FROM unnest(y) AS v1) AS held
        WHERE held.label IN ('c') GROUP BY 2
        UNION ALL
        SELECT 'public.t.z.k' AS place, (z).k::text AS label, count(*) AS n
        FROM public.t
        WHERE (z).k::text IN ('c') GROUP BY 2
        UNION ALL
        SELECT 'public.u.q' AS place, q::text AS label, count(*) AS n
        FROM public.u
        WHERE q::text IN ('c') GROUP BY 2
        UNION ALL
        SELECT 'public.u.r[]' AS place, held.label AS label, count(*) AS n
        FROM public.u AS t, LATERAL (SELECT DISTINCT v1::text AS label FROM unnest(r) AS v1) AS held
        WHERE held.label IN ('c') GROUP BY 2
    ) AS counted;
    IF used IS NOT NULL THEN
        RAISE EXCEPTION USING MESSAGE = 'Labels that are removed from the type public.e are in use: ' || used,
            HINT = 'Give these rows another label first, for example UPDATE public.t SET x = ''a'' WHERE x = ''c''; then migrate again. Nothing was changed.';
    END IF;
END
$$;
--> statement-breakpoint
DROP POLICY p ON public.t;
--> statement-breakpoint
DROP INDEX public.t_f_idx;
--> statement-breakpoint
DROP VIEW public.v;
--> statement-breakpoint
DROP FUNCTION public.f(public.e);
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN x DROP DEFAULT;
--> statement-breakpoint
ALTER DOMAIN public.d RENAME TO d__old;
--> statement-breakpoint
ALTER TYPE public.comp RENAME TO comp__old;
--> statement-breakpoint
ALTER TYPE public.e RENAME TO e__old;
--> statement-breakpoint
CREATE TYPE public.e AS ENUM ('a', 'b');
--> statement-breakpoint
CREATE TYPE public.comp AS (
    k public.e
);
--> statement-breakpoint
CREATE DOMAIN public.d AS public.e;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN x TYPE public.e USING x::text::public.e;
--> statement-breakpoint
ALTER TABLE public.u ALTER COLUMN q TYPE public.d USING q::text::public.d;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN y TYPE public.e[] USING y::text::public.e[];
--> statement-breakpoint
ALTER TABLE public.u ALTER COLUMN r TYPE public.d[] USING r::text::public.d[];
--> statement-breakpoint
DROP DOMAIN public.d__old;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN z TYPE public.comp USING z::text::public.comp;
--> statement-breakpoint
DROP TYPE public.comp__old;
--> statement-breakpoint
DROP TYPE public.e__old;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN x SET DEFAULT 'a'::public.e;
--> statement-breakpoint
CREATE FUNCTION public.f(public.e)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT 1$function$;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT x,
    y,
    z
   FROM public.t;
--> statement-breakpoint
CREATE INDEX t_f_idx ON public.t USING btree (public.f(x));
--> statement-breakpoint
CREATE POLICY p ON public.t
    USING ((x = 'a'::public.e));
--> statement-breakpoint
GRANT USAGE ON TYPE public.e TO pg_monitor;
--> statement-breakpoint
COMMENT ON TYPE public.e IS 'E';
