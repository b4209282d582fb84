CREATE TABLE public.base (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.child (extra int) INHERITS (public.base);
INSERT INTO public.base VALUES (1, 'b');
INSERT INTO public.child VALUES (2, 'c', 3);
