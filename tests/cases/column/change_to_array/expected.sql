ALTER TABLE public.t ALTER COLUMN a TYPE text[] USING a::text[];
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b TYPE bigint[];
