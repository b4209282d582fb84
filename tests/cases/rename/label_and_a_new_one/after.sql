CREATE TYPE public.e AS ENUM ('a', 'c', 'it''s');
CREATE TABLE public.t (e public.e DEFAULT 'it''s');
