ALTER TABLE public.base ALTER COLUMN id TYPE bigint;
--> statement-breakpoint
ALTER TABLE public.base ALTER COLUMN a TYPE text;
