DROP VIEW public.v;
--> statement-breakpoint
DROP FUNCTION public.f(public.t);
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a TYPE bigint;
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN b text;
--> statement-breakpoint
CREATE FUNCTION public.f(public.t)
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT 1::bigint$function$;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT public.f(t.*) AS f
   FROM public.t;
