CREATE OR REPLACE TRIGGER a BEFORE UPDATE OF name ON public.item FOR EACH ROW WHEN ((old.name <> new.name)) EXECUTE FUNCTION public.act();
