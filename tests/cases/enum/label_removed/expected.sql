DO $$
DECLARE
    used text;
BEGIN
    SELECT string_agg(format('%L in %s (rows: %s)', label, place, n), ', ' ORDER BY label, place)
    INTO used FROM (
        SELECT 'public.person.best' AS place, best::text AS label, count(*) AS n
        FROM public.person
        WHERE best::text IN ('unused') GROUP BY 2
        UNION ALL
        SELECT 'public.person.last.mood' AS place, (last).mood::text AS label, count(*) AS n
        FROM public.person
        WHERE (last).mood::text IN ('unused') GROUP BY 2
        UNION ALL
        SELECT 'public.person.mood' AS place, mood::text AS label, count(*) AS n
        FROM public.person
        WHERE mood::text IN ('unused') GROUP BY 2
        UNION ALL
        SELECT 'public.person.moods[]' AS place, held.label AS label, count(*) AS n
        FROM public.person AS t, LATERAL (SELECT DISTINCT v1::text AS label FROM unnest(moods) AS v1) AS held
        WHERE held.label IN ('unused') GROUP BY 2
    ) AS counted;
    IF used IS NOT NULL THEN
        RAISE EXCEPTION USING MESSAGE = 'Labels that are removed from the type public.mood are in use: ' || used,
            HINT = 'Give these rows another label first, for example UPDATE public.person SET best = ''sad'' WHERE best = ''unused''; then migrate again. Nothing was changed.';
    END IF;
END
$$;
--> statement-breakpoint
DROP POLICY no_sad ON public.person;
--> statement-breakpoint
DROP INDEX public.sad_people;
--> statement-breakpoint
DROP VIEW public.sad;
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN mood DROP DEFAULT;
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN moods DROP DEFAULT;
--> statement-breakpoint
ALTER DOMAIN public.good_mood RENAME TO good_mood__old;
--> statement-breakpoint
ALTER TYPE public.report RENAME TO report__old;
--> statement-breakpoint
ALTER TYPE public.mood RENAME TO mood__old;
--> statement-breakpoint
CREATE TYPE public.mood AS ENUM ('sad', 'ok');
--> statement-breakpoint
CREATE TYPE public.report AS (
    at date,
    mood public.mood
);
--> statement-breakpoint
CREATE DOMAIN public.good_mood AS public.mood
    CONSTRAINT good_mood_check CHECK ((VALUE <> 'sad'::public.mood));
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood;
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN moods TYPE public.mood[] USING moods::text::public.mood[];
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN best TYPE public.good_mood USING best::text::public.good_mood;
--> statement-breakpoint
DROP DOMAIN public.good_mood__old;
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN last TYPE public.report USING last::text::public.report;
--> statement-breakpoint
DROP TYPE public.report__old;
--> statement-breakpoint
DROP TYPE public.mood__old;
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN mood SET DEFAULT 'ok'::public.mood;
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN moods SET DEFAULT '{sad}'::public.mood[];
--> statement-breakpoint
CREATE VIEW public.sad AS
 SELECT id,
    mood
   FROM public.person
  WHERE (mood = 'sad'::public.mood);
--> statement-breakpoint
CREATE INDEX sad_people ON public.person USING btree (id) WHERE (mood = 'sad'::public.mood);
--> statement-breakpoint
CREATE POLICY no_sad ON public.person
    USING ((mood <> 'sad'::public.mood));
--> statement-breakpoint
COMMENT ON TYPE public.mood IS 'How somebody feels';
--> statement-breakpoint
COMMENT ON VIEW public.sad IS 'Those who need a word';
