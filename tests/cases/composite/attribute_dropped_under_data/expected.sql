DROP VIEW public.homes;
--> statement-breakpoint
ALTER TYPE public.address DROP ATTRIBUTE zip;
--> statement-breakpoint
CREATE VIEW public.homes AS
 SELECT home
   FROM public.person;
