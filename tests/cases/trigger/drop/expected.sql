DROP TRIGGER a ON public.item;
