CREATE TABLE public.base (id int);
CREATE TABLE public.mixin (tag text DEFAULT 'x' NOT NULL, CHECK (tag <> ''));
CREATE TABLE public.x (y int) INHERITS (public.base, public.mixin);
INSERT INTO public.x VALUES (1, 2);
INSERT INTO public.mixin VALUES ('t');
