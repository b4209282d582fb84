CREATE TYPE public.couple AS (a int, c text);
CREATE TABLE public.t (id int PRIMARY KEY, p public.couple);
