DROP VIEW public.v;
--> statement-breakpoint
ALTER TABLE public.item ALTER COLUMN p DROP DEFAULT;
--> statement-breakpoint
ALTER TABLE public.item DROP COLUMN n;
--> statement-breakpoint
ALTER FUNCTION public.net(public.price) RENAME TO net__old;
--> statement-breakpoint
ALTER DOMAIN public.price RENAME TO price__old;
--> statement-breakpoint
CREATE DOMAIN public.price AS numeric(12,4);
--> statement-breakpoint
ALTER TABLE public.item ALTER COLUMN p TYPE public.price;
--> statement-breakpoint
ALTER TABLE public.item ALTER COLUMN p SET DEFAULT 1;
--> statement-breakpoint
CREATE FUNCTION public.net(p public.price)
 RETURNS public.price
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT p / 1.19$function$;
--> statement-breakpoint
DROP FUNCTION public.net__old;
--> statement-breakpoint
DROP DOMAIN public.price__old;
--> statement-breakpoint
ALTER TABLE public.item ADD COLUMN n numeric GENERATED ALWAYS AS (public.net(p)) STORED;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT public.net(p) AS net
   FROM public.item;
