ALTER TABLE public.t DROP CONSTRAINT t_a_key;
--> statement-breakpoint
CREATE UNIQUE INDEX t_a_key ON public.t USING btree (a);
