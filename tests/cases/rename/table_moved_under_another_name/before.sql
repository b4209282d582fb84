CREATE SCHEMA archive;
CREATE TABLE archive.log (id int);
CREATE TABLE public.log (id serial PRIMARY KEY, note text);
INSERT INTO public.log (note) VALUES ('one');
