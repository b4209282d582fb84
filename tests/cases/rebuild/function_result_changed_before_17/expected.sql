DROP INDEX public.gi;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
--> statement-breakpoint
ALTER TABLE public.t DROP COLUMN g;
--> statement-breakpoint
DROP FUNCTION public.f(integer);
--> statement-breakpoint
CREATE FUNCTION public.f(a integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT a$function$;
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN g bigint GENERATED ALWAYS AS (public.f(a)) STORED;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT public.f(1);
--> statement-breakpoint
CREATE INDEX gi ON public.t USING btree (g);
