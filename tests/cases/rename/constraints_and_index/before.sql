CREATE TABLE public.p (id int CONSTRAINT p_key PRIMARY KEY, code text CONSTRAINT one_code UNIQUE, n int CONSTRAINT positive CHECK (n > 0), d daterange, CONSTRAINT apart EXCLUDE USING gist (d WITH &&));
CREATE TABLE public.c (p_id int CONSTRAINT of_p REFERENCES public.p);
CREATE INDEX by_n ON public.p (n);
INSERT INTO public.p VALUES (1, 'x', 2, '[2020-01-01,2020-02-01)');
INSERT INTO public.c VALUES (1);
