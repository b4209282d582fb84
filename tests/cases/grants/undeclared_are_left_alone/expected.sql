ALTER TABLE public.item ADD COLUMN price integer;
