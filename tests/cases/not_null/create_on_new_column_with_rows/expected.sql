ALTER TABLE public.t ADD COLUMN a text DEFAULT ''::text NOT NULL;
