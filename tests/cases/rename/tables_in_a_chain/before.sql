CREATE TABLE public.a (id serial PRIMARY KEY, x text);
CREATE TABLE public.b (id serial PRIMARY KEY, y text);
INSERT INTO public.a (x) VALUES ('was in a');
INSERT INTO public.b (y) VALUES ('was in b'), ('too');
