ALTER PUBLICATION pb DROP TABLE ONLY public.t;
--> statement-breakpoint
DROP POLICY p ON public.t;
--> statement-breakpoint
DROP POLICY p2 ON public.u;
--> statement-breakpoint
DROP TRIGGER tr ON public.t;
--> statement-breakpoint
DROP RULE r ON public.t;
--> statement-breakpoint
DROP MATERIALIZED VIEW public.m;
--> statement-breakpoint
DROP VIEW public.fv;
--> statement-breakpoint
DROP VIEW public.w;
--> statement-breakpoint
DROP VIEW public.v;
--> statement-breakpoint
DROP FUNCTION public.f3(integer);
--> statement-breakpoint
DROP FUNCTION public.f4();
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b DROP DEFAULT;
--> statement-breakpoint
ALTER TABLE public.t DROP COLUMN g;
--> statement-breakpoint
ALTER TABLE public.t DROP COLUMN gv;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b TYPE bigint;
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN g integer GENERATED ALWAYS AS ((b + 1)) STORED;
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN gv integer GENERATED ALWAYS AS ((b + 2)) VIRTUAL;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b SET DEFAULT 5;
--> statement-breakpoint
CREATE FUNCTION public.f3(bigint)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
--> statement-breakpoint
CREATE FUNCTION public.f4()
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 SELECT t.b
    FROM public.t;
END;
--> statement-breakpoint
CREATE VIEW public.fv AS
 SELECT public.f4() AS f4;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT b
   FROM public.t;
--> statement-breakpoint
CREATE VIEW public.w AS
 SELECT b
   FROM public.v;
--> statement-breakpoint
CREATE MATERIALIZED VIEW public.m AS
 SELECT b
   FROM public.v;
--> statement-breakpoint
CREATE UNIQUE INDEX mi ON public.m USING btree (b);
--> statement-breakpoint
CREATE RULE r AS
    ON UPDATE TO public.t
   WHERE (new.b > 1) DO  INSERT INTO public.u (a)
  VALUES ((new.a + 100));
--> statement-breakpoint
CREATE TRIGGER tr AFTER UPDATE OF b ON public.t FOR EACH ROW WHEN ((new.b > 1)) EXECUTE FUNCTION public.tf();
--> statement-breakpoint
ALTER TABLE public.t DISABLE TRIGGER tr;
--> statement-breakpoint
CREATE POLICY p ON public.t
    USING ((b > 1))
    WITH CHECK ((b > 2));
--> statement-breakpoint
CREATE POLICY p2 ON public.u
    USING ((EXISTS ( SELECT
   FROM public.t
  WHERE (t.b = u.a))));
--> statement-breakpoint
ALTER PUBLICATION pb ADD TABLE ONLY public.t (a, b) WHERE ((a > 1));
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION public.f4() TO pg_monitor;
--> statement-breakpoint
GRANT SELECT ON TABLE public.m TO pg_monitor;
--> statement-breakpoint
GRANT SELECT (b) ON TABLE public.v TO pg_monitor;
--> statement-breakpoint
GRANT SELECT ON TABLE public.v TO pg_monitor;
--> statement-breakpoint
COMMENT ON COLUMN public.t.g IS 'c';
--> statement-breakpoint
COMMENT ON FUNCTION public.f4() IS 'c';
--> statement-breakpoint
COMMENT ON COLUMN public.v.b IS 'c';
--> statement-breakpoint
COMMENT ON POLICY p ON public.t IS 'c';
--> statement-breakpoint
COMMENT ON RULE r ON public.t IS 'c';
--> statement-breakpoint
COMMENT ON TRIGGER tr ON public.t IS 'c';
--> statement-breakpoint
COMMENT ON VIEW public.v IS 'c';
