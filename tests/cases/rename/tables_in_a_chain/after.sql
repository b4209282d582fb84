CREATE TABLE public.b (id serial PRIMARY KEY, x text);
CREATE TABLE public.c (id serial PRIMARY KEY, z text);
