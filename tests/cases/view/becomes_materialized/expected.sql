DROP VIEW public.w;
--> statement-breakpoint
DROP VIEW public.v;
--> statement-breakpoint
CREATE MATERIALIZED VIEW public.v AS
 SELECT id
   FROM public.item;
--> statement-breakpoint
CREATE VIEW public.w AS
 SELECT id
   FROM public.v;
