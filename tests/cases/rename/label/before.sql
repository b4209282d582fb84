CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE public.people (id int PRIMARY KEY, mood public.mood NOT NULL DEFAULT 'sad', many public.mood[]);
CREATE INDEX glad ON public.people (id) WHERE mood = 'happy';
CREATE VIEW public.sad_ones AS SELECT id FROM public.people WHERE mood = 'sad';
CREATE FUNCTION public.worst(public.mood) RETURNS boolean LANGUAGE sql AS 'SELECT $1 = ''ok'' ';
INSERT INTO public.people VALUES (1, 'sad', '{sad,happy}'), (2, 'happy', NULL);
