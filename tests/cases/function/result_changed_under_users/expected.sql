DROP POLICY positive_ones ON public.t;
--> statement-breakpoint
DROP TRIGGER big ON public.t;
--> statement-breakpoint
DROP INDEX public.t_twice;
--> statement-breakpoint
DROP VIEW public.w;
--> statement-breakpoint
DROP VIEW public.v;
--> statement-breakpoint
ALTER TABLE public.t DROP CONSTRAINT positive;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN d DROP DEFAULT;
--> statement-breakpoint
ALTER FUNCTION public.twice(integer) RENAME TO twice__old;
--> statement-breakpoint
CREATE FUNCTION public.twice(x integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT x * 2::bigint$function$;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN g SET EXPRESSION AS (public.twice(a));
--> statement-breakpoint
DROP FUNCTION public.twice__old(integer);
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN d SET DEFAULT public.twice(3);
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT positive CHECK ((public.twice(a) > 0));
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT public.twice(a) AS n
   FROM public.t;
--> statement-breakpoint
CREATE VIEW public.w AS
 SELECT n
   FROM public.v;
--> statement-breakpoint
CREATE INDEX t_twice ON public.t USING btree (public.twice(a));
--> statement-breakpoint
CREATE TRIGGER big BEFORE UPDATE ON public.t FOR EACH ROW WHEN ((public.twice(new.a) > 9)) EXECUTE FUNCTION suppress_redundant_updates_trigger();
--> statement-breakpoint
CREATE POLICY positive_ones ON public.t
    USING ((public.twice(a) > 0));
--> statement-breakpoint
COMMENT ON VIEW public.w IS 'stands on v';
