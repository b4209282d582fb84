ALTER TABLE public.pairs ALTER COLUMN b SET DEFAULT 'y'::text;
