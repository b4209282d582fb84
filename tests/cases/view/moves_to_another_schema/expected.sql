CREATE VIEW app.v AS
 SELECT id
   FROM public.item;
--> statement-breakpoint
CREATE OR REPLACE VIEW public.w AS
 SELECT id
   FROM app.v;
--> statement-breakpoint
DROP VIEW public.v;
