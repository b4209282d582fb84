ALTER TABLE public.note DETACH PARTITION public.note_2;
