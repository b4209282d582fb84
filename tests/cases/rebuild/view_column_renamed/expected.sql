DROP VIEW public.w;
--> statement-breakpoint
DROP VIEW public.v;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT a,
    b AS c
   FROM public.t;
--> statement-breakpoint
ALTER VIEW public.v ALTER COLUMN a SET DEFAULT 3;
--> statement-breakpoint
CREATE VIEW public.w AS
 SELECT a
   FROM public.v;
--> statement-breakpoint
GRANT SELECT (a) ON TABLE public.v TO pg_monitor;
--> statement-breakpoint
GRANT SELECT ON TABLE public.v TO pg_monitor;
--> statement-breakpoint
COMMENT ON COLUMN public.v.a IS 'y';
--> statement-breakpoint
COMMENT ON VIEW public.v IS 'x';
