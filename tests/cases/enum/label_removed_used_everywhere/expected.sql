DO $$
DECLARE
    used text;
BEGIN
    SELECT string_agg(format('%L in %s (rows: %s)', label, place, n), ', ' ORDER BY label, place)
    INTO used FROM (
        SELECT 'public.t.m' AS place, m::text AS label, count(*) AS n
        FROM public.t
        WHERE m::text IN ('glad') GROUP BY 2
        UNION ALL
        SELECT 'public.u.f' AS place, f::text AS label, count(*) AS n
        FROM public.u
        WHERE f::text IN ('glad') GROUP BY 2
        UNION ALL
        SELECT 'public.u.m' AS place, m::text AS label, count(*) AS n
        FROM public.u
        WHERE m::text IN ('glad') GROUP BY 2
    ) AS counted;
    IF used IS NOT NULL THEN
        RAISE EXCEPTION USING MESSAGE = 'Labels that are removed from the type public.mood are in use: ' || used,
            HINT = 'Give these rows another label first, for example UPDATE public.t SET m = ''sad'' WHERE m = ''glad''; then migrate again. Nothing was changed.';
    END IF;
END
$$;
--> statement-breakpoint
DROP POLICY p ON public.t;
--> statement-breakpoint
DROP TRIGGER tr ON public.t;
--> statement-breakpoint
DROP RULE r ON public.t;
--> statement-breakpoint
DROP STATISTICS public.s;
--> statement-breakpoint
DROP INDEX public.by_expression;
--> statement-breakpoint
DROP INDEX public.partial;
--> statement-breakpoint
DROP MATERIALIZED VIEW public.mv;
--> statement-breakpoint
ALTER TABLE public.u DROP CONSTRAINT u_f_fkey;
--> statement-breakpoint
ALTER TABLE public.t DROP CONSTRAINT t_check;
--> statement-breakpoint
ALTER TABLE public.u DROP CONSTRAINT u_m_key;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN m DROP DEFAULT;
--> statement-breakpoint
ALTER TABLE public.t DROP COLUMN g;
--> statement-breakpoint
ALTER TYPE public.mood RENAME TO mood__old;
--> statement-breakpoint
CREATE TYPE public.mood AS ENUM ('sad', 'ok');
--> statement-breakpoint
ALTER TABLE public.u ALTER COLUMN m TYPE public.mood USING m::text::public.mood;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN m TYPE public.mood USING m::text::public.mood;
--> statement-breakpoint
ALTER TABLE public.u ALTER COLUMN f TYPE public.mood USING f::text::public.mood;
--> statement-breakpoint
DROP TYPE public.mood__old;
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN g text GENERATED ALWAYS AS (
CASE m
    WHEN 'sad'::public.mood THEN 'x'::text
    ELSE 'y'::text
END) STORED;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN m SET DEFAULT 'ok'::public.mood;
--> statement-breakpoint
ALTER TABLE public.u ADD CONSTRAINT u_m_key UNIQUE (m);
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT t_check CHECK (((m <> 'ok'::public.mood) OR (id > 0)));
--> statement-breakpoint
ALTER TABLE public.u ADD CONSTRAINT u_f_fkey FOREIGN KEY (f) REFERENCES public.u(m);
--> statement-breakpoint
CREATE MATERIALIZED VIEW public.mv (m, count) AS
 SELECT m,
    count(*) AS count
   FROM public.t
  GROUP BY m;
--> statement-breakpoint
CREATE INDEX by_expression ON public.t USING btree (((m = 'sad'::public.mood)));
--> statement-breakpoint
CREATE UNIQUE INDEX of_mv ON public.mv USING btree (m);
--> statement-breakpoint
CREATE INDEX partial ON public.t USING btree (m) WHERE (m = ANY (ARRAY['sad'::public.mood, 'ok'::public.mood]));
--> statement-breakpoint
CREATE STATISTICS public.s ON id, m FROM public.t;
--> statement-breakpoint
CREATE RULE r AS
    ON UPDATE TO public.t
   WHERE (new.m = 'sad'::public.mood) DO NOTHING;
--> statement-breakpoint
CREATE TRIGGER tr BEFORE INSERT ON public.t FOR EACH ROW WHEN ((new.m = 'sad'::public.mood)) EXECUTE FUNCTION public.seen();
--> statement-breakpoint
CREATE POLICY p ON public.t
    USING ((m = 'sad'::public.mood));
