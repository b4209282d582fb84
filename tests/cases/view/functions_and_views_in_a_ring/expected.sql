DROP VIEW public.w;
--> statement-breakpoint
DROP FUNCTION public.f();
--> statement-breakpoint
DROP VIEW public.v;
--> statement-breakpoint
ALTER TABLE public.item ALTER COLUMN id TYPE bigint;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT id
   FROM public.item;
--> statement-breakpoint
CREATE FUNCTION public.f()
 RETURNS SETOF public.v
 LANGUAGE sql
AS $function$SELECT * FROM public.v$function$;
--> statement-breakpoint
CREATE VIEW public.w AS
 SELECT id
   FROM public.f() f(id);
