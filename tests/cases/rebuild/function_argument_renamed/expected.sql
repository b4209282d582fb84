DROP POLICY p ON public.t;
--> statement-breakpoint
DROP RULE r ON public.u;
--> statement-breakpoint
DROP STATISTICS public.s;
--> statement-breakpoint
DROP INDEX public.i;
--> statement-breakpoint
DROP MATERIALIZED VIEW public.m;
--> statement-breakpoint
ALTER TABLE public.t DROP CONSTRAINT t_f_excl;
--> statement-breakpoint
ALTER TABLE public.t DROP CONSTRAINT t_a_check;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
--> statement-breakpoint
ALTER DOMAIN public.d DROP CONSTRAINT d_check;
--> statement-breakpoint
ALTER FUNCTION public.f(integer) RENAME TO f__old;
--> statement-breakpoint
CREATE FUNCTION public.f(x integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT x$function$;
--> statement-breakpoint
ALTER DOMAIN public.d ADD CONSTRAINT d_check CHECK ((public.f(VALUE) > 0));
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b SET EXPRESSION AS (public.f(a));
--> statement-breakpoint
DROP FUNCTION public.f__old(integer);
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT public.f(1);
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK ((public.f(a) > 0));
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT t_f_excl EXCLUDE USING btree (public.f(a) WITH =);
--> statement-breakpoint
CREATE MATERIALIZED VIEW public.m AS
 SELECT public.f(a) AS f
   FROM public.t;
--> statement-breakpoint
CREATE INDEX i ON public.t USING btree (public.f(a));
--> statement-breakpoint
CREATE STATISTICS public.s ON b, public.f(a) FROM public.t;
--> statement-breakpoint
CREATE RULE r AS
    ON INSERT TO public.u DO  SELECT public.f(1) AS f;
--> statement-breakpoint
CREATE POLICY p ON public.t
    USING ((public.f(a) = 1));
