DROP INDEX public.i;
--> statement-breakpoint
CREATE INDEX i ON public.t USING brin (a) WITH (pages_per_range='32');
