CREATE TABLE public.a (id int PRIMARY KEY, x text);
CREATE TABLE public.b (id int PRIMARY KEY, x text);
CREATE VIEW public.v AS SELECT x FROM public.a;
INSERT INTO public.a VALUES (1, 'was in a');
INSERT INTO public.b VALUES (1, 'was in b'), (2, 'too');
