DROP VIEW public.v;
--> statement-breakpoint
ALTER TABLE public.item ALTER COLUMN id TYPE bigint;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT id
   FROM public.item;
--> statement-breakpoint
GRANT SELECT ON TABLE public.v TO pg_monitor;
