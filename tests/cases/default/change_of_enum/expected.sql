ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 'high'::public.level;
