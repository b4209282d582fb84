CREATE TABLE public.p (id int CONSTRAINT p_id_key PRIMARY KEY, code text CONSTRAINT single_code UNIQUE, n int CONSTRAINT above_zero CHECK (n > 0), d daterange, CONSTRAINT no_overlap EXCLUDE USING gist (d WITH &&));
CREATE TABLE public.c (p_id int CONSTRAINT belongs_to_p REFERENCES public.p);
CREATE INDEX sorted_by_n ON public.p (n);
