CREATE UNIQUE INDEX i ON public.m USING btree (a);
--> statement-breakpoint
ALTER MATERIALIZED VIEW public.m CLUSTER ON i;
