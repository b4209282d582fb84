DROP VIEW public.v;
--> statement-breakpoint
ALTER TABLE public.t DROP CONSTRAINT t_x_check;
--> statement-breakpoint
DROP CAST (public.c AS integer);
--> statement-breakpoint
DROP FUNCTION public.f(public.c);
--> statement-breakpoint
CREATE FUNCTION public.f(r public.c)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT 1$function$;
--> statement-breakpoint
CREATE CAST (public.c AS integer) WITH FUNCTION public.f(public.c);
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT t_x_check CHECK (((x)::integer > 0));
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT (ROW(1)::public.c)::integer AS x;
