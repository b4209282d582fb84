DO $$
DECLARE
    used text;
BEGIN
    ALTER TABLE public.person NO FORCE ROW LEVEL SECURITY;
    SELECT string_agg(format('%L in %s (rows: %s)', label, place, n), ', ' ORDER BY label, place)
    INTO used FROM (
        SELECT 'public.animal.mood' AS place, mood::text AS label, count(*) AS n
        FROM public.animal
        WHERE mood::text IN ('ok') GROUP BY 2
        UNION ALL
        SELECT 'public.being.mood' AS place, mood::text AS label, count(*) AS n
        FROM ONLY public.being
        WHERE mood::text IN ('ok') GROUP BY 2
        UNION ALL
        SELECT 'public.person.mood' AS place, mood::text AS label, count(*) AS n
        FROM public.person
        WHERE mood::text IN ('ok') GROUP BY 2
    ) AS counted;
    IF used IS NOT NULL THEN
        RAISE EXCEPTION USING MESSAGE = 'Labels that are removed from the type public.mood are in use: ' || used,
            HINT = 'Give these rows another label first, for example UPDATE public.animal SET mood = ''sad'' WHERE mood = ''ok''; then migrate again. Nothing was changed.';
    END IF;
    ALTER TABLE public.person FORCE ROW LEVEL SECURITY;
END
$$;
--> statement-breakpoint
ALTER TYPE public.mood RENAME TO mood__old;
--> statement-breakpoint
CREATE TYPE public.mood AS ENUM ('sad');
--> statement-breakpoint
ALTER TABLE public.being ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood;
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood;
--> statement-breakpoint
DROP TYPE public.mood__old;
