DROP INDEX public.i;
--> statement-breakpoint
DROP INDEX public.j;
--> statement-breakpoint
DROP INDEX public.k;
--> statement-breakpoint
CREATE INDEX i ON public.t USING btree (a, b);
--> statement-breakpoint
CREATE UNIQUE INDEX j ON public.t USING btree (a);
--> statement-breakpoint
CREATE INDEX k ON public.t USING btree (a) WHERE (b > 1);
