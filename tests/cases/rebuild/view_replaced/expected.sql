DROP POLICY p ON public.t;
--> statement-breakpoint
DROP RULE r2 ON public.t;
--> statement-breakpoint
DROP MATERIALIZED VIEW public.m;
--> statement-breakpoint
DROP VIEW public.fv;
--> statement-breakpoint
DROP VIEW public.w;
--> statement-breakpoint
DROP FUNCTION public.f1(public.v);
--> statement-breakpoint
DROP FUNCTION public.f2();
--> statement-breakpoint
DROP FUNCTION public.f3();
--> statement-breakpoint
DROP VIEW public.v;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT a,
    b AS c
   FROM public.t;
--> statement-breakpoint
CREATE FUNCTION public.f1(public.v)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
--> statement-breakpoint
CREATE FUNCTION public.f2()
 RETURNS SETOF public.v
 LANGUAGE sql
AS $function$SELECT * FROM v$function$;
--> statement-breakpoint
CREATE FUNCTION public.f3()
 RETURNS integer
 LANGUAGE sql
BEGIN ATOMIC
 SELECT v.a
    FROM public.v;
END;
--> statement-breakpoint
CREATE VIEW public.fv AS
 SELECT public.f2() AS f2;
--> statement-breakpoint
CREATE VIEW public.w AS
 SELECT a
   FROM public.v;
--> statement-breakpoint
CREATE MATERIALIZED VIEW public.m AS
 SELECT a
   FROM public.v;
--> statement-breakpoint
CREATE INDEX mi ON public.m USING btree (a);
--> statement-breakpoint
CREATE RULE r2 AS
    ON INSERT TO public.t DO  SELECT v.a
   FROM public.v;
--> statement-breakpoint
CREATE RULE r AS
    ON DELETE TO public.v DO INSTEAD NOTHING;
--> statement-breakpoint
CREATE TRIGGER c INSTEAD OF INSERT ON public.v FOR EACH ROW EXECUTE FUNCTION public.tf();
--> statement-breakpoint
CREATE POLICY p ON public.t
    USING ((EXISTS ( SELECT
   FROM public.v
  WHERE (v.a = t.a))));
--> statement-breakpoint
COMMENT ON FUNCTION public.f2() IS 'c';
--> statement-breakpoint
COMMENT ON INDEX public.mi IS 'c';
--> statement-breakpoint
COMMENT ON TRIGGER c ON public.v IS 'c';
