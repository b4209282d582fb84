CREATE INDEX i ON ONLY public.p USING btree (a);
--> statement-breakpoint
CREATE INDEX p1_a_idx ON public.p1 USING btree (a);
--> statement-breakpoint
ALTER INDEX public.i ATTACH PARTITION public.p1_a_idx;
