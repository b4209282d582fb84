CREATE FUNCTION public.act2()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN RETURN new; END$function$;
--> statement-breakpoint
CREATE OR REPLACE TRIGGER t BEFORE INSERT ON public.item FOR EACH ROW EXECUTE FUNCTION public.act2();
--> statement-breakpoint
DROP FUNCTION public.act();
