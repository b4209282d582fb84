DROP INDEX public.i;
--> statement-breakpoint
ALTER INDEX public.g SET (buffering=on, fillfactor=50);
--> statement-breakpoint
CREATE UNIQUE INDEX i ON public.t USING btree (lower(a) text_pattern_ops DESC NULLS LAST, b) INCLUDE (a) NULLS NOT DISTINCT WITH (deduplicate_items=off) WHERE (b > 1);
