DROP TRIGGER a ON public.item;
--> statement-breakpoint
ALTER TABLE public.item ALTER COLUMN name TYPE text;
--> statement-breakpoint
CREATE TRIGGER a BEFORE UPDATE OF name ON public.item FOR EACH ROW WHEN ((new.name <> ''::text)) EXECUTE FUNCTION public.act();
