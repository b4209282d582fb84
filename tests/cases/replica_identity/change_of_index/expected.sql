ALTER TABLE ONLY public.t REPLICA IDENTITY DEFAULT;
--> statement-breakpoint
DROP INDEX public.i;
--> statement-breakpoint
CREATE UNIQUE INDEX i ON public.t USING btree (id, a);
--> statement-breakpoint
ALTER TABLE ONLY public.t REPLICA IDENTITY USING INDEX i;
