CREATE OR REPLACE VIEW public.v AS
 SELECT id
   FROM public.b;
--> statement-breakpoint
DROP TABLE public.a;
