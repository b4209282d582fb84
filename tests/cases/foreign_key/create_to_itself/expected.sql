ALTER TABLE public.t ADD COLUMN parent integer;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT t_parent_fkey FOREIGN KEY (parent) REFERENCES public.t(id) ON DELETE CASCADE;
