CREATE TYPE public.e AS ENUM ('b', 'a');
CREATE TABLE public.t (e public.e DEFAULT 'b');
