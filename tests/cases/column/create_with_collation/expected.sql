ALTER TABLE public.t ADD COLUMN a text COLLATE public.german NOT NULL;
