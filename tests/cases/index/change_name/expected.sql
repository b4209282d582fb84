DROP INDEX public.i;
--> statement-breakpoint
CREATE INDEX j ON public.t USING btree (a);
