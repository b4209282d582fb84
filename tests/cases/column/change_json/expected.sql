ALTER TABLE public.t ALTER COLUMN a TYPE jsonb;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b TYPE json;
