ALTER TABLE ONLY public.a REPLICA IDENTITY DEFAULT;
--> statement-breakpoint
DROP INDEX public.a_key;
--> statement-breakpoint
CREATE UNIQUE INDEX a_key ON public.a USING btree (id, no);
--> statement-breakpoint
ALTER TABLE ONLY public.a REPLICA IDENTITY USING INDEX a_key;
