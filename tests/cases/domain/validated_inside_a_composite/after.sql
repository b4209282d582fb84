CREATE DOMAIN public.d AS int;
ALTER DOMAIN public.d ADD CONSTRAINT pos CHECK (VALUE > 0) NOT VALID;
ALTER DOMAIN public.d VALIDATE CONSTRAINT pos;
CREATE TYPE public.c AS (x public.d);
CREATE TABLE public.u (c public.c, r public.d);
INSERT INTO public.u VALUES ('(3)', 4);
