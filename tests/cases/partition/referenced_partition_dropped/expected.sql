ALTER TABLE public.line DROP CONSTRAINT line_note_fkey;
--> statement-breakpoint
DROP TABLE public.note_2;
--> statement-breakpoint
ALTER TABLE public.line ADD CONSTRAINT line_note_fkey FOREIGN KEY (note) REFERENCES public.note(id);
