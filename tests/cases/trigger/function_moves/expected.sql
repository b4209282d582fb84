CREATE FUNCTION app.act()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN RETURN new; END$function$;
--> statement-breakpoint
CREATE OR REPLACE TRIGGER a BEFORE INSERT ON public.item FOR EACH ROW EXECUTE FUNCTION app.act();
--> statement-breakpoint
DROP FUNCTION public.act();
