DROP VIEW public.v;
--> statement-breakpoint
DROP PROCEDURE public.p(public.mood);
--> statement-breakpoint
DROP FUNCTION public.f(public.mood, public.mood[]);
--> statement-breakpoint
DROP TYPE public.moodrange;
--> statement-breakpoint
DROP TYPE public.mood;
--> statement-breakpoint
CREATE TYPE public.mood AS ENUM ('sad', 'ok');
--> statement-breakpoint
CREATE TYPE public.moodrange AS RANGE (
    subtype = public.mood
);
--> statement-breakpoint
CREATE FUNCTION public.f(m public.mood DEFAULT 'ok'::public.mood, ms public.mood[] DEFAULT '{}'::public.mood[])
 RETURNS SETOF public.mood
 LANGUAGE sql
AS $function$SELECT $1$function$;
--> statement-breakpoint
CREATE PROCEDURE public.p(IN m public.mood)
 LANGUAGE sql
AS $procedure$SELECT$procedure$;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT public.f() AS m;
