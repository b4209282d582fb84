ALTER TABLE public.u DROP CONSTRAINT fk;
--> statement-breakpoint
ALTER TABLE public.t DROP CONSTRAINT was;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT will PRIMARY KEY (id);
--> statement-breakpoint
ALTER TABLE public.u ADD CONSTRAINT fk FOREIGN KEY (t) REFERENCES public.t(id) DEFERRABLE;
