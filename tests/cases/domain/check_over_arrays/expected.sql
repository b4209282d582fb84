DROP VIEW public.v;
--> statement-breakpoint
ALTER FUNCTION public.f(integer) RENAME TO f__old;
--> statement-breakpoint
ALTER TABLE public.u ALTER COLUMN d DROP DEFAULT;
--> statement-breakpoint
ALTER TABLE public.u DROP COLUMN v;
--> statement-breakpoint
ALTER DOMAIN public.d RENAME TO d__old;
--> statement-breakpoint
CREATE FUNCTION public.f(a integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT $1 + 1$function$;
--> statement-breakpoint
CREATE DOMAIN public.d AS integer
    CONSTRAINT d_check CHECK ((public.f(VALUE) > 0));
--> statement-breakpoint
ALTER TABLE public.u ALTER COLUMN d TYPE public.d;
--> statement-breakpoint
ALTER TABLE public.u ALTER COLUMN e TYPE public.d[] USING e::text::public.d[];
--> statement-breakpoint
DROP DOMAIN public.d__old;
--> statement-breakpoint
DROP FUNCTION public.f__old(integer);
--> statement-breakpoint
ALTER TABLE public.u ADD COLUMN v integer GENERATED ALWAYS AS (((d)::integer + 1)) STORED;
--> statement-breakpoint
ALTER TABLE public.u ALTER COLUMN d SET DEFAULT 1;
--> statement-breakpoint
CREATE VIEW public.v (d) AS
 SELECT d
   FROM public.u;
