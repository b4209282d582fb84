CREATE TABLE public.t (id int PRIMARY KEY, mail text, new_mail text);
CREATE VIEW public.v AS SELECT id, new_mail FROM public.t;
INSERT INTO public.t VALUES (1, 'old', 'new');
