CREATE TYPE public.st AS ENUM ('new', 'busy', 'done');
CREATE TABLE public.j (id int, s public.st NOT NULL DEFAULT 'new') PARTITION BY LIST (s);
CREATE TABLE public.j_new PARTITION OF public.j FOR VALUES IN ('new', 'busy');
CREATE TABLE public.j_done PARTITION OF public.j FOR VALUES IN ('done');
INSERT INTO public.j VALUES (1, 'new'), (2, 'done');
