CREATE TYPE public.e AS ENUM ('a', 'b');
CREATE TABLE public.t (e public.e DEFAULT 'a');
