ALTER TABLE public.b DROP CONSTRAINT f;
--> statement-breakpoint
ALTER TABLE public.b ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.c(id);
