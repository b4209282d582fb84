DROP EVENT TRIGGER e;
--> statement-breakpoint
CREATE EVENT TRIGGER e ON ddl_command_start
    WHEN TAG IN ('CREATE TABLE', 'DROP TABLE')
    EXECUTE FUNCTION public.f();
--> statement-breakpoint
COMMENT ON EVENT TRIGGER e IS 'kept';
