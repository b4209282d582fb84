DROP INDEX public.i;
--> statement-breakpoint
CREATE INDEX p1_a_idx ON public.p1 USING btree (a);
