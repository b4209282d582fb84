DO $$
DECLARE
    used text;
BEGIN
    SELECT string_agg(format('%L in %s (rows: %s)', label, place, n), ', ' ORDER BY label, place)
    INTO used FROM (
        SELECT 'public.t.a' AS place, a::text AS label, count(*) AS n
        FROM public.t
        WHERE a::text IN ('b') GROUP BY 2
    ) AS counted;
    IF used IS NOT NULL THEN
        RAISE EXCEPTION USING MESSAGE = 'Labels that are removed from the type public.e are in use: ' || used,
            HINT = 'Give these rows another label first, for example UPDATE public.t SET a = ''a'' WHERE a = ''b''; then migrate again. Nothing was changed.';
    END IF;
END
$$;
--> statement-breakpoint
ALTER TYPE public.e RENAME TO e__old;
--> statement-breakpoint
CREATE TYPE public.e AS ENUM ('a');
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN c DROP EXPRESSION;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN d DROP EXPRESSION;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN d TYPE public.e USING d::text::public.e;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a TYPE public.e USING a::text::public.e;
--> statement-breakpoint
DROP TYPE public.e__old;
