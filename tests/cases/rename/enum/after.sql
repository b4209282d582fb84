CREATE TYPE public.feeling AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE public.people (id int PRIMARY KEY, mood public.feeling NOT NULL DEFAULT 'sad', many public.feeling[]);
CREATE INDEX glad ON public.people (id) WHERE mood = 'happy';
CREATE VIEW public.sad_ones AS SELECT id FROM public.people WHERE mood = 'sad';
CREATE FUNCTION public.worst(public.feeling) RETURNS boolean LANGUAGE sql AS 'SELECT $1 = ''ok'' ';
