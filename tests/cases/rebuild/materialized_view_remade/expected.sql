DROP VIEW public.v;
--> statement-breakpoint
DROP MATERIALIZED VIEW public.m;
--> statement-breakpoint
CREATE MATERIALIZED VIEW public.m AS
 SELECT a,
    b
   FROM public.t
  WHERE (a > 1);
--> statement-breakpoint
ALTER MATERIALIZED VIEW public.m ALTER COLUMN a SET STATISTICS 7;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT a
   FROM public.m;
--> statement-breakpoint
CREATE INDEX m_lower_idx ON public.m USING btree (lower(b));
--> statement-breakpoint
CREATE UNIQUE INDEX mi ON public.m USING btree (a);
--> statement-breakpoint
ALTER MATERIALIZED VIEW public.m CLUSTER ON mi;
--> statement-breakpoint
CREATE STATISTICS public.st ON a, b FROM public.m;
--> statement-breakpoint
GRANT SELECT ON TABLE public.m TO pg_monitor;
--> statement-breakpoint
COMMENT ON INDEX public.mi IS 'y';
--> statement-breakpoint
COMMENT ON MATERIALIZED VIEW public.m IS 'x';
--> statement-breakpoint
COMMENT ON COLUMN public.m.a IS 'q';
