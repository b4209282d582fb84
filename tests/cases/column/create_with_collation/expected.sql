-- public.t.a is new, NOT NULL and has no default, which fails on a table with rows. Give it a default, or add it
-- without NOT NULL, fill it in (UPDATE public.t SET a = …), and make it NOT NULL then.
ALTER TABLE public.t ADD COLUMN a text COLLATE public.german NOT NULL;
