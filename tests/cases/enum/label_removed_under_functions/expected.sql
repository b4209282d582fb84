DO $$
DECLARE
    used text;
BEGIN
    SELECT string_agg(format('%L in %s (rows: %s)', label, place, n), ', ' ORDER BY label, place)
    INTO used FROM (
        SELECT 'public.person.mood' AS place, mood::text AS label, count(*) AS n
        FROM public.person
        WHERE mood::text IN ('unused') GROUP BY 2
    ) AS counted;
    IF used IS NOT NULL THEN
        RAISE EXCEPTION USING MESSAGE = 'Labels that are removed from the type public.mood are in use: ' || used,
            HINT = 'Give these rows another label first, for example UPDATE public.person SET mood = ''sad'' WHERE mood = ''unused''; then migrate again. Nothing was changed.';
    END IF;
END
$$;
--> statement-breakpoint
DROP INDEX public.by_worth;
--> statement-breakpoint
DROP FUNCTION public.any_mood();
--> statement-breakpoint
ALTER TABLE public.person DROP COLUMN worth;
--> statement-breakpoint
ALTER FUNCTION public.worth(public.mood) RENAME TO worth__old;
--> statement-breakpoint
ALTER TYPE public.mood RENAME TO mood__old;
--> statement-breakpoint
CREATE TYPE public.mood AS ENUM ('sad', 'ok');
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood;
--> statement-breakpoint
CREATE FUNCTION public.any_mood()
 RETURNS public.mood
 LANGUAGE sql
BEGIN ATOMIC
 SELECT 'ok'::public.mood AS mood;
END;
--> statement-breakpoint
CREATE FUNCTION public.worth(public.mood)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT CASE $1 WHEN 'sad' THEN 0 ELSE 1 END$function$;
--> statement-breakpoint
DROP FUNCTION public.worth__old;
--> statement-breakpoint
DROP TYPE public.mood__old;
--> statement-breakpoint
ALTER TABLE public.person ADD COLUMN worth integer GENERATED ALWAYS AS (public.worth(mood)) STORED;
--> statement-breakpoint
CREATE INDEX by_worth ON public.person USING btree (public.worth(mood));
