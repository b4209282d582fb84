CREATE INDEX i1 ON public.p USING btree (a);
--> statement-breakpoint
CREATE INDEX i2 ON public.p USING btree (a);
