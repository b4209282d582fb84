ALTER TABLE public.p DROP CONSTRAINT u;
--> statement-breakpoint
ALTER TABLE ONLY public.p ADD CONSTRAINT u UNIQUE (id);
