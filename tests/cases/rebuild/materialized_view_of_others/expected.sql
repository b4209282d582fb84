DROP MATERIALIZED VIEW public.m2;
--> statement-breakpoint
DROP VIEW public.v;
--> statement-breakpoint
DROP FUNCTION public.f();
--> statement-breakpoint
DROP MATERIALIZED VIEW public.m;
--> statement-breakpoint
CREATE MATERIALIZED VIEW public.m AS
 SELECT a,
    b
   FROM public.t;
--> statement-breakpoint
CREATE FUNCTION public.f()
 RETURNS integer
 LANGUAGE sql
BEGIN ATOMIC
 SELECT m.a
    FROM public.m;
END;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT a
   FROM public.m;
--> statement-breakpoint
CREATE MATERIALIZED VIEW public.m2 AS
 SELECT a
   FROM public.m;
--> statement-breakpoint
CREATE INDEX m2i ON public.m2 USING btree (a);
