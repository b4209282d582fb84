DROP FUNCTION public.far(public.point3);
--> statement-breakpoint
DROP TYPE public.point3;
--> statement-breakpoint
CREATE TYPE public.point3 AS (
    w integer,
    x integer,
    y integer,
    z integer
);
--> statement-breakpoint
CREATE FUNCTION public.far(public.point3)
 RETURNS boolean
 LANGUAGE sql
AS $function$SELECT ($1).x > 9$function$;
