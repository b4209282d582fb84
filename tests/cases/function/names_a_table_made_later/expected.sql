CREATE TABLE public.item (
    id integer
);
--> statement-breakpoint
CREATE FUNCTION public.a_count()
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT count(*) FROM public.item$function$;
--> statement-breakpoint
CREATE VIEW public.total AS
 SELECT public.a_count() AS n;
