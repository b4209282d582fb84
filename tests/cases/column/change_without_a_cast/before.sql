CREATE TABLE public.t (a uuid, b bigint, c tsrange, d uuid[]);
INSERT INTO public.t VALUES (NULL, NULL, NULL, '{}');
