CREATE SEQUENCE public.tickets START 100 INCREMENT 5;
CREATE TABLE public.t (id bigint DEFAULT nextval('public.tickets'), x int);
