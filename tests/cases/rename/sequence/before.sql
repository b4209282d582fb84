CREATE SEQUENCE public.numbers START 100;
CREATE TABLE public.t (id bigint DEFAULT nextval('public.numbers'), x int);
INSERT INTO public.t (x) VALUES (1), (2);
