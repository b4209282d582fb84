DROP MATERIALIZED VIEW public.m;
--> statement-breakpoint
ALTER TABLE public.item ALTER COLUMN id TYPE bigint;
--> statement-breakpoint
CREATE MATERIALIZED VIEW public.m AS
 SELECT id,
    name
   FROM public.item;
--> statement-breakpoint
CREATE UNIQUE INDEX m_id ON public.m USING btree (id);
