DROP INDEX public.i;
--> statement-breakpoint
CREATE INDEX i ON ONLY public.p USING btree (a);
