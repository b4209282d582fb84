ALTER TYPE public.mood ADD VALUE 'n' AFTER 'a';

-- another file, since what stands above must be committed first
ALTER TABLE public.t ALTER COLUMN m SET DEFAULT 'n'::public.mood;
