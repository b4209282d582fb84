CREATE TABLE public.t (id int PRIMARY KEY, a text, b text NOT NULL DEFAULT 'x');
CREATE INDEX t_b_idx ON public.t (b);
INSERT INTO public.t VALUES (1, 'was a', 'was b');
