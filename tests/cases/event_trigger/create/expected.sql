CREATE TABLE public.item (
    id integer
);
--> statement-breakpoint
CREATE TABLE public.seen (
    what text
);
--> statement-breakpoint
CREATE FUNCTION public.note()
 RETURNS event_trigger
 LANGUAGE plpgsql
AS $function$BEGIN INSERT INTO public.seen VALUES (tg_tag); END$function$;
--> statement-breakpoint
CREATE EVENT TRIGGER noted ON ddl_command_end
    WHEN TAG IN ('CREATE TABLE', 'DROP TABLE')
    EXECUTE FUNCTION public.note();
--> statement-breakpoint
ALTER EVENT TRIGGER noted DISABLE;
