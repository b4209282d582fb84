CREATE SCHEMA s;
--> statement-breakpoint
CREATE FUNCTION s.f()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN RETURN NULL; END$function$;
--> statement-breakpoint
CREATE OR REPLACE TRIGGER c BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION s.f();
--> statement-breakpoint
ALTER TABLE public.t ENABLE ALWAYS TRIGGER c;
--> statement-breakpoint
DROP FUNCTION public.f();
