DROP FUNCTION public.of(public.mood);
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN m TYPE text;
--> statement-breakpoint
DROP TYPE public.mood;
--> statement-breakpoint
CREATE TYPE public.mood AS ENUM ('sad');
--> statement-breakpoint
CREATE FUNCTION public.of(public.mood)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
