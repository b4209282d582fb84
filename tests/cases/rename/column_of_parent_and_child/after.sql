CREATE TABLE public.base (id int PRIMARY KEY, title text NOT NULL);
CREATE TABLE public.child (more int) INHERITS (public.base);
