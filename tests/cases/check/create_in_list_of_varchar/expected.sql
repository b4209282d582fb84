ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK ((a IN ('x', 'y')));
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT a
   FROM public.t
  WHERE (a IN ('x', 'y'));
--> statement-breakpoint
CREATE INDEX i ON public.t USING btree (a) WHERE (a IN ('x', 'y'));
