CREATE TABLE public.t (a int CONSTRAINT a_is_there NOT NULL, b int CONSTRAINT b_is_there NOT NULL, CONSTRAINT t_a_key UNIQUE (a), CONSTRAINT t_b_key UNIQUE (b));
CREATE INDEX t_a_idx ON public.t (a, b);
