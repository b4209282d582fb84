DROP VIEW public.v;
--> statement-breakpoint
DROP FOREIGN TABLE public.far;
--> statement-breakpoint
CREATE FOREIGN TABLE public.far (
    id integer,
    name text
)
SERVER other;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT id
   FROM public.far;
--> statement-breakpoint
COMMENT ON FOREIGN TABLE public.far IS 'Kept';
