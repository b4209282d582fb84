DROP INDEX public.i;
--> statement-breakpoint
DROP INDEX public.j;
--> statement-breakpoint
CREATE INDEX i ON public.t USING btree (a, b);
--> statement-breakpoint
ALTER TABLE public.t CLUSTER ON i;
