ALTER TABLE public.note ADD CONSTRAINT note_at_fkey FOREIGN KEY (at) REFERENCES public.log(at);
