DROP VIEW public.v;
--> statement-breakpoint
DROP MATERIALIZED VIEW public.m;
--> statement-breakpoint
CREATE MATERIALIZED VIEW public.m AS
 SELECT id,
    name
   FROM public.item
  WHERE (id > 0);
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT id
   FROM public.m;
--> statement-breakpoint
CREATE UNIQUE INDEX m_id ON public.m USING btree (id);
--> statement-breakpoint
CREATE INDEX m_odd ON public.m USING btree (id) WHERE ((id % 2) = 1);
--> statement-breakpoint
ALTER MATERIALIZED VIEW public.m CLUSTER ON m_id;
--> statement-breakpoint
CREATE STATISTICS public.m_stat ON id, (id % 10) FROM public.m;
--> statement-breakpoint
COMMENT ON INDEX public.m_id IS 'Kept';
