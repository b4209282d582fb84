DROP RULE no_deletes ON public.item;
