CREATE TABLE public.item (
    id integer,
    name text
);
--> statement-breakpoint
CREATE MATERIALIZED VIEW public.m WITH (fillfactor=90) AS
 SELECT id,
    name
   FROM public.item;
--> statement-breakpoint
CREATE MATERIALIZED VIEW public.n AS
 SELECT id
   FROM public.m
WITH NO DATA;
--> statement-breakpoint
CREATE UNIQUE INDEX m_id ON public.m USING btree (id);
--> statement-breakpoint
COMMENT ON MATERIALIZED VIEW public.m IS 'Items';
--> statement-breakpoint
COMMENT ON COLUMN public.m.id IS 'Number';
