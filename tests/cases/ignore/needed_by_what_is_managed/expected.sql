ALTER TABLE public.t ADD COLUMN b public.legacy_t;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT t_a_fkey FOREIGN KEY (a) REFERENCES public.legacy_a(id);
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT x
   FROM public.legacy_a;
