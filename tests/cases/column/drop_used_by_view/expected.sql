DROP VIEW public.v;
--> statement-breakpoint
ALTER TABLE public.t DROP COLUMN a;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT id
   FROM public.t;
