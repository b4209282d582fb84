CREATE FUNCTION public.f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1';
CREATE DOMAIN public.d AS int CHECK (public.f(VALUE) > 0);
CREATE TABLE public.u (d public.d DEFAULT 1, e public.d[], v int GENERATED ALWAYS AS (d + 1) STORED);
CREATE VIEW public.v AS SELECT d FROM public.u;
INSERT INTO public.u VALUES (3, '{1}');
