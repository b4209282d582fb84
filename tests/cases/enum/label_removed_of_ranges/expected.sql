DO $$
DECLARE
    used text;
BEGIN
    SELECT string_agg(format('%L in %s (rows: %s)', label, place, n), ', ' ORDER BY label, place)
    INTO used FROM (
        SELECT 'public.person.label' AS place, label::text AS label, count(*) AS n
        FROM public.person
        WHERE label::text IN ('glad') GROUP BY 2
        UNION ALL
        SELECT 'public.person.mood' AS place, mood::text AS label, count(*) AS n
        FROM public.person
        WHERE mood::text IN ('glad') GROUP BY 2
        UNION ALL
        SELECT 'public.person.span' AS place, held.label AS label, count(*) AS n
        FROM public.person AS t, LATERAL (SELECT DISTINCT v1::text AS label FROM unnest(ARRAY[lower(span), upper(span)]) AS v1) AS held
        WHERE held.label IN ('glad') GROUP BY 2
        UNION ALL
        SELECT 'public.person.spans[][]' AS place, held.label AS label, count(*) AS n
        FROM public.person AS t, LATERAL (SELECT DISTINCT v3::text AS label FROM unnest(spans) AS v1, unnest(v1) AS v2, unnest(ARRAY[lower(v2), upper(v2)]) AS v3) AS held
        WHERE held.label IN ('glad') GROUP BY 2
        UNION ALL
        SELECT 'public.person.weeks[].last.mood' AS place, held.label AS label, count(*) AS n
        FROM public.person AS t, LATERAL (SELECT DISTINCT ((v1).last).mood::text AS label FROM unnest(weeks) AS v1) AS held
        WHERE held.label IN ('glad') GROUP BY 2
        UNION ALL
        SELECT 'public.person.weeks[].last.moods[]' AS place, held.label AS label, count(*) AS n
        FROM public.person AS t, LATERAL (SELECT DISTINCT v4::text AS label FROM unnest(weeks) AS v1, unnest(((v1).last).moods) AS v4) AS held
        WHERE held.label IN ('glad') GROUP BY 2
        UNION ALL
        SELECT 'public.person.weeks[].reports[].mood' AS place, held.label AS label, count(*) AS n
        FROM public.person AS t, LATERAL (SELECT DISTINCT (v3).mood::text AS label FROM unnest(weeks) AS v1, unnest((v1).reports) AS v3) AS held
        WHERE held.label IN ('glad') GROUP BY 2
        UNION ALL
        SELECT 'public.person.weeks[].reports[].moods[]' AS place, held.label AS label, count(*) AS n
        FROM public.person AS t, LATERAL (SELECT DISTINCT v5::text AS label FROM unnest(weeks) AS v1, unnest((v1).reports) AS v3, unnest((v3).moods) AS v5) AS held
        WHERE held.label IN ('glad') GROUP BY 2
    ) AS counted;
    IF used IS NOT NULL THEN
        RAISE EXCEPTION USING MESSAGE = 'Labels that are removed from the type public.mood are in use: ' || used,
            HINT = 'Give these rows another label first, for example UPDATE public.person SET label = ''sad'' WHERE label = ''glad''; then migrate again. Nothing was changed.';
    END IF;
END
$$;
--> statement-breakpoint
ALTER TYPE public.mood_range RENAME TO mood_range__old;
--> statement-breakpoint
ALTER TYPE public.mood_multirange RENAME TO mood_multirange__old;
--> statement-breakpoint
ALTER FUNCTION public.mood_range(public.mood, public.mood) RENAME TO mood_range__old;
--> statement-breakpoint
ALTER FUNCTION public.mood_range(public.mood, public.mood, text) RENAME TO mood_range__old;
--> statement-breakpoint
ALTER FUNCTION public.mood_multirange() RENAME TO mood_range__old;
--> statement-breakpoint
ALTER TYPE public.week RENAME TO week__old;
--> statement-breakpoint
ALTER TYPE public.report RENAME TO report__old;
--> statement-breakpoint
ALTER DOMAIN public.moods RENAME TO moods__old;
--> statement-breakpoint
ALTER TYPE public.mood RENAME TO mood__old;
--> statement-breakpoint
CREATE TYPE public.mood AS ENUM ('sad', 'ok');
--> statement-breakpoint
CREATE TYPE public.mood_range AS RANGE (
    subtype = public.mood
);
--> statement-breakpoint
CREATE DOMAIN public.moods AS public.mood[];
--> statement-breakpoint
CREATE TYPE public.report AS (
    at date,
    moods public.moods,
    mood public.mood
);
--> statement-breakpoint
CREATE TYPE public.week AS (
    last public.report,
    reports public.report[]
);
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood;
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN label TYPE public.mood USING label::text::public.mood;
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN weeks TYPE public.week[] USING weeks::text::public.week[];
--> statement-breakpoint
DROP TYPE public.week__old;
--> statement-breakpoint
DROP TYPE public.report__old;
--> statement-breakpoint
DROP DOMAIN public.moods__old;
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN span TYPE public.mood_range USING span::text::public.mood_range;
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN spans TYPE public.mood_multirange[] USING spans::text::public.mood_multirange[];
--> statement-breakpoint
DROP TYPE public.mood_range__old;
--> statement-breakpoint
DROP TYPE public.mood__old;
