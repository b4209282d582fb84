DROP VIEW public.w;
--> statement-breakpoint
DROP VIEW public.v;
--> statement-breakpoint
ALTER TABLE public.item DROP COLUMN old;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT id,
    name
   FROM public.item;
--> statement-breakpoint
CREATE VIEW public.w AS
 SELECT id
   FROM public.v;
