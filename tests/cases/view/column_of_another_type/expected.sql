DROP MATERIALIZED VIEW public.m;
--> statement-breakpoint
DROP VIEW public.v;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT id,
    (price)::text AS price
   FROM public.item;
--> statement-breakpoint
CREATE MATERIALIZED VIEW public.m AS
 SELECT price
   FROM public.v;
--> statement-breakpoint
CREATE INDEX m_price ON public.m USING btree (price);
