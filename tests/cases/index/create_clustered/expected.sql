CREATE INDEX i ON public.t USING btree (a);
--> statement-breakpoint
ALTER TABLE public.t CLUSTER ON i;
