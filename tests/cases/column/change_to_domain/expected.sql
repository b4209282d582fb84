ALTER TABLE public.t ALTER COLUMN a TYPE public.email;
