ALTER TABLE public.item ADD COLUMN price integer;
--> statement-breakpoint
CREATE OR REPLACE VIEW public.v AS
 SELECT id,
    name,
    price
   FROM public.item
  WHERE (id > 0);
