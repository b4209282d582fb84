DO $$
DECLARE
    used text;
BEGIN
    SELECT string_agg(format('%L in %s (rows: %s)', label, place, n), ', ' ORDER BY label, place)
    INTO used FROM (
        SELECT 'public.doc.level' AS place, level::text AS label, count(*) AS n
        FROM public.doc
        WHERE level::text IN ('gone') GROUP BY 2
    ) AS counted;
    IF used IS NOT NULL THEN
        RAISE EXCEPTION USING MESSAGE = 'Labels that are removed from the type public.level are in use: ' || used,
            HINT = 'Give these rows another label first, for example UPDATE public.doc SET level = ''low'' WHERE level = ''gone''; then migrate again. Nothing was changed.';
    END IF;
END
$$;
--> statement-breakpoint
DROP POLICY p ON public.doc;
--> statement-breakpoint
DROP FUNCTION public.mine();
--> statement-breakpoint
ALTER TYPE public.level RENAME TO level__old;
--> statement-breakpoint
CREATE TYPE public.level AS ENUM ('low', 'high');
--> statement-breakpoint
ALTER TABLE public.doc ALTER COLUMN level TYPE public.level USING level::text::public.level;
--> statement-breakpoint
DROP TYPE public.level__old;
--> statement-breakpoint
CREATE FUNCTION public.mine()
 RETURNS public.level
 LANGUAGE sql
 STABLE
AS $function$SELECT 'low'::public.level$function$;
--> statement-breakpoint
CREATE POLICY p ON public.doc
    USING ((level <= public.mine()));
