CREATE TABLE public.log (id serial PRIMARY KEY, at timestamptz, note text);
CREATE INDEX log_at ON public.log (at);
CREATE VIEW public.seen AS SELECT note FROM public.log;
INSERT INTO public.log (note) VALUES ('one');
