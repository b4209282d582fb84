-- public.base.id becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE
-- public.base SET id = … WHERE id IS NULL
ALTER TABLE public.base ADD CONSTRAINT nn NOT NULL id;
