ALTER TABLE public.b DROP CONSTRAINT b_a_fkey;
--> statement-breakpoint
ALTER TABLE public.b ADD CONSTRAINT b_a_fkey FOREIGN KEY (a) REFERENCES public.a(id) ON UPDATE SET NULL ON DELETE CASCADE;
