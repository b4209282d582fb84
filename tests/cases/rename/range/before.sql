CREATE TYPE public.floatrange AS RANGE (subtype = float8);
CREATE TABLE public.t (id int PRIMARY KEY, r public.floatrange DEFAULT public.floatrange(1, 2), m public.floatmultirange);
INSERT INTO public.t VALUES (1);
