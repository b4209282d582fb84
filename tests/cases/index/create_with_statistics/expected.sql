CREATE INDEX i ON public.t USING btree (a, lower(b), ((a + 1)));
--> statement-breakpoint
ALTER INDEX public.i ALTER COLUMN 2 SET STATISTICS 500;
