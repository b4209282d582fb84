CREATE TYPE public.pair AS (a int, "B 2" text);
CREATE TABLE public.t OF public.pair;
