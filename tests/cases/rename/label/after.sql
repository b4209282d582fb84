CREATE TYPE public.mood AS ENUM ('blue', 'ok', 'happy');
CREATE TABLE public.people (id int PRIMARY KEY, mood public.mood NOT NULL DEFAULT 'blue', many public.mood[]);
CREATE INDEX glad ON public.people (id) WHERE mood = 'happy';
CREATE VIEW public.sad_ones AS SELECT id FROM public.people WHERE mood = 'blue';
CREATE FUNCTION public.worst(public.mood) RETURNS boolean LANGUAGE sql AS 'SELECT $1 = ''ok'' ';
