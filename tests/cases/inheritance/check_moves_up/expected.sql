ALTER TABLE public.base ADD CONSTRAINT k CHECK ((id > 0));
