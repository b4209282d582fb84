ALTER TABLE public.note ADD CONSTRAINT note_owner FOREIGN KEY (owner) REFERENCES public.owner(id) ON DELETE CASCADE;
