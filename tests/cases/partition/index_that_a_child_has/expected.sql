CREATE INDEX i1 ON ONLY public.p USING btree (a);
--> statement-breakpoint
CREATE INDEX p2_a_idx ON public.p2 USING btree (a);
--> statement-breakpoint
ALTER INDEX public.i1 ATTACH PARTITION public.mine;
--> statement-breakpoint
ALTER INDEX public.i1 ATTACH PARTITION public.p2_a_idx;
