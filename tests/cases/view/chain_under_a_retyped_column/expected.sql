DROP VIEW public.c;
--> statement-breakpoint
DROP VIEW public.b;
--> statement-breakpoint
DROP VIEW public.a;
--> statement-breakpoint
ALTER TABLE public.item ALTER COLUMN price TYPE bigint;
--> statement-breakpoint
CREATE VIEW public.a AS
 SELECT id,
    price
   FROM public.item;
--> statement-breakpoint
CREATE VIEW public.b AS
 SELECT id,
    (price * 2) AS twice
   FROM public.a;
--> statement-breakpoint
CREATE VIEW public.c AS
 SELECT twice
   FROM public.b
  WHERE (id > 0);
--> statement-breakpoint
CREATE RULE r AS
    ON INSERT TO public.c DO INSTEAD NOTHING;
--> statement-breakpoint
GRANT SELECT (twice) ON TABLE public.b TO pg_monitor WITH GRANT OPTION;
--> statement-breakpoint
GRANT SELECT ON TABLE public.a TO pg_monitor;
--> statement-breakpoint
GRANT SELECT ON TABLE public.c TO pg_monitor;
--> statement-breakpoint
COMMENT ON COLUMN public.b.twice IS 'two times';
--> statement-breakpoint
COMMENT ON VIEW public.a IS 'a';
