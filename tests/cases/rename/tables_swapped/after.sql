CREATE TABLE public.a (id int PRIMARY KEY, x text);
CREATE TABLE public.b (id int PRIMARY KEY, x text);
CREATE VIEW public.v AS SELECT x FROM public.a;
