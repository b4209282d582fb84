CREATE TABLE public.a (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, x text CONSTRAINT a_has_x NOT NULL);
CREATE INDEX a_x ON public.a (x);
CREATE TABLE public.b (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, x text CONSTRAINT b_has_x NOT NULL);
CREATE INDEX b_x ON public.b (x);
INSERT INTO public.a (x) VALUES ('a1'), ('a2'), ('a3');
INSERT INTO public.b (x) VALUES ('b1');
