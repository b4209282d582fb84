CREATE TABLE public.t (id int PRIMARY KEY, b text);
