DROP VIEW public.w;
--> statement-breakpoint
DROP VIEW public.v;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT id,
    name AS label
   FROM public.item;
--> statement-breakpoint
CREATE VIEW public.w AS
 SELECT id
   FROM public.v;
--> statement-breakpoint
COMMENT ON COLUMN public.w.id IS 'Kept too';
--> statement-breakpoint
COMMENT ON VIEW public.v IS 'Kept';
