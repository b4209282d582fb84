DROP TABLE public.t;
--> statement-breakpoint
CREATE VIEW public.t AS
 SELECT id
   FROM public.u;
