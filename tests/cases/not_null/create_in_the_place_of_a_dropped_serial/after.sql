CREATE TABLE public.u (id serial PRIMARY KEY, b int);
ALTER TABLE public.u RENAME COLUMN id TO more;
