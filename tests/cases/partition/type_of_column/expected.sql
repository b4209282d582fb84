DROP VIEW public.v;
--> statement-breakpoint
ALTER TABLE public.p ALTER COLUMN a TYPE bigint;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT a
   FROM public.p;
