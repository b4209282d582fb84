DROP POLICY p ON public.t;
--> statement-breakpoint
DROP TRIGGER tr ON public.t;
--> statement-breakpoint
DROP INDEX public.t_lower;
--> statement-breakpoint
DROP MATERIALIZED VIEW public.m;
--> statement-breakpoint
DROP VIEW public.v;
--> statement-breakpoint
ALTER TABLE public.t DROP CONSTRAINT t_a_check;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
--> statement-breakpoint
ALTER TABLE public.t DROP COLUMN u;
--> statement-breakpoint
ALTER TABLE public.r ALTER COLUMN t TYPE bigint;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN id TYPE bigint;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a TYPE text;
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN u integer GENERATED ALWAYS AS (length(a)) STORED;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 'x'::text;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK ((a <> ''::text));
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT id,
    a
   FROM public.t;
--> statement-breakpoint
CREATE MATERIALIZED VIEW public.m AS
 SELECT a,
    count(*) AS count
   FROM public.v
  GROUP BY a;
--> statement-breakpoint
CREATE UNIQUE INDEX t_lower ON public.t USING btree (lower(a)) WHERE (a <> 'y'::text);
--> statement-breakpoint
CREATE TRIGGER tr BEFORE UPDATE OF a ON public.t FOR EACH ROW WHEN ((new.a <> 'z'::text)) EXECUTE FUNCTION public.f();
--> statement-breakpoint
CREATE POLICY p ON public.t
    USING ((a <> 'secret'::text));
