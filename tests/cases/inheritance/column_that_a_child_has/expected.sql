ALTER TABLE public.base ADD COLUMN a text;
