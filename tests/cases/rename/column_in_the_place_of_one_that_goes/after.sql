CREATE TABLE public.t (id int PRIMARY KEY, mail text);
CREATE VIEW public.v AS SELECT id, mail FROM public.t;
