DROP TRIGGER a ON public.item;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER a AFTER INSERT ON public.item DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.act();
--> statement-breakpoint
COMMENT ON TRIGGER a ON public.item IS 'Kept';
