ALTER TABLE public.item ALTER COLUMN a TYPE bigint;
