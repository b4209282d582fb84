DROP INDEX public.j;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a TYPE bigint;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b TYPE text;
--> statement-breakpoint
CREATE UNIQUE INDEX j ON public.t USING btree (lower(b));
