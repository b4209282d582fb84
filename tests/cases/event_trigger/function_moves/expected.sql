DROP EVENT TRIGGER e;
--> statement-breakpoint
DROP FUNCTION public.f();
--> statement-breakpoint
CREATE SCHEMA s;
--> statement-breakpoint
CREATE FUNCTION s.f()
 RETURNS event_trigger
 LANGUAGE plpgsql
AS $function$BEGIN END$function$;
--> statement-breakpoint
CREATE EVENT TRIGGER e ON sql_drop
    EXECUTE FUNCTION s.f();
--> statement-breakpoint
ALTER EVENT TRIGGER e ENABLE ALWAYS;
