CREATE TABLE public.t (a boolean, b inet, c tstzrange, d boolean[]);
INSERT INTO public.t VALUES (NULL, NULL, NULL, '{}');
