CREATE TABLE public.u (id serial PRIMARY KEY, b int);
