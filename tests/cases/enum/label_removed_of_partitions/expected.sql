DO $$
DECLARE
    used text;
BEGIN
    SELECT string_agg(format('%L in %s (rows: %s)', label, place, n), ', ' ORDER BY label, place)
    INTO used FROM (
        SELECT 'public.item.kind' AS place, kind::text AS label, count(*) AS n
        FROM public.item
        WHERE kind::text IN ('c') GROUP BY 2
    ) AS counted;
    IF used IS NOT NULL THEN
        RAISE EXCEPTION USING MESSAGE = 'Labels that are removed from the type public.kind are in use: ' || used,
            HINT = 'Give these rows another label first, for example UPDATE public.item SET kind = ''a'' WHERE kind = ''c''; then migrate again. Nothing was changed.';
    END IF;
END
$$;
--> statement-breakpoint
ALTER TABLE ONLY public.item ALTER COLUMN kind DROP DEFAULT;
--> statement-breakpoint
ALTER TABLE public.item_1 ALTER COLUMN kind DROP DEFAULT;
--> statement-breakpoint
ALTER TYPE public.kind RENAME TO kind__old;
--> statement-breakpoint
CREATE TYPE public.kind AS ENUM ('a', 'b');
--> statement-breakpoint
ALTER TABLE public.item ALTER COLUMN kind TYPE public.kind USING kind::text::public.kind;
--> statement-breakpoint
DROP TYPE public.kind__old;
--> statement-breakpoint
ALTER TABLE public.item ALTER COLUMN kind SET DEFAULT 'a'::public.kind;
