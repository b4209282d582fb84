CREATE TYPE public.mood AS ENUM ('sad', 'ok');
--> statement-breakpoint
CREATE CAST (text AS public.mood) WITH INOUT AS IMPLICIT;
--> statement-breakpoint
CREATE FUNCTION public.weight(public.mood)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT CASE $1 WHEN 'sad' THEN 0 ELSE 1 END$function$;
--> statement-breakpoint
CREATE CAST (public.mood AS integer) WITH FUNCTION public.weight(public.mood) AS ASSIGNMENT;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT ('ok'::public.mood)::integer AS n;
--> statement-breakpoint
COMMENT ON CAST (text AS public.mood) IS 'By label';
