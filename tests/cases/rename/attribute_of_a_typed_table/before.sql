CREATE TYPE public.pair AS (a int, b text);
CREATE TABLE public.t OF public.pair;
INSERT INTO public.t VALUES (1, 'x');
