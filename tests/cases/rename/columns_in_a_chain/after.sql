CREATE TABLE public.t (id int PRIMARY KEY, b text, c text NOT NULL DEFAULT 'x');
CREATE INDEX t_c_idx ON public.t (c);
