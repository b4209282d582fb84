DROP POLICY p ON public.doc;
--> statement-breakpoint
DROP FUNCTION public.mine();
--> statement-breakpoint
ALTER TYPE public.level RENAME TO level__old;
--> statement-breakpoint
CREATE TYPE public.level AS ENUM ('low', 'high');
--> statement-breakpoint
ALTER TABLE public.doc ALTER COLUMN level TYPE public.level USING level::text::public.level;
--> statement-breakpoint
DROP TYPE public.level__old;
--> statement-breakpoint
CREATE FUNCTION public.mine()
 RETURNS public.level
 LANGUAGE sql
 STABLE
AS $function$SELECT 'low'::public.level$function$;
--> statement-breakpoint
CREATE POLICY p ON public.doc
    USING ((level <= public.mine()));
