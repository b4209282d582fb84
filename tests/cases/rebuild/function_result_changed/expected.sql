DROP INDEX public.i;
--> statement-breakpoint
DROP VIEW public.w;
--> statement-breakpoint
ALTER TABLE public.t DROP CONSTRAINT t_a_check;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
--> statement-breakpoint
ALTER FUNCTION public.f(integer) RENAME TO f__old;
--> statement-breakpoint
CREATE FUNCTION public.f(a integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT a$function$;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN g SET EXPRESSION AS (public.f(a));
--> statement-breakpoint
DROP FUNCTION public.f__old(integer);
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT public.f(1);
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK ((public.f(a) > 0));
--> statement-breakpoint
CREATE VIEW public.w AS
 SELECT public.f(a) AS x
   FROM public.t;
--> statement-breakpoint
CREATE INDEX i ON public.t USING btree (public.f(a));
