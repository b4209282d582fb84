DROP VIEW public.v;
--> statement-breakpoint
ALTER TYPE public.c ALTER ATTRIBUTE a TYPE bigint CASCADE, ADD ATTRIBUTE x integer CASCADE;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT a
   FROM public.t;
