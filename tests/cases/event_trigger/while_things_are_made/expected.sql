DROP EVENT TRIGGER nothing;
--> statement-breakpoint
CREATE TABLE public.item (
    id integer
);
--> statement-breakpoint
CREATE EVENT TRIGGER nothing ON ddl_command_start
    EXECUTE FUNCTION public.no();
