DROP VIEW public.legacy_v;
--> statement-breakpoint
DROP FUNCTION public.legacy_f();
--> statement-breakpoint
DROP TABLE public.legacy_a;
--> statement-breakpoint
DROP TYPE public.legacy_t;
--> statement-breakpoint
CREATE TYPE public.legacy_t AS ENUM ('b');
--> statement-breakpoint
CREATE TABLE public.legacy_b (
    id integer
);
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN b integer;
--> statement-breakpoint
CREATE FUNCTION public.legacy_f()
 RETURNS text
 LANGUAGE sql
AS $function$SELECT '1'$function$;
