ALTER TABLE public.a ALTER COLUMN id TYPE bigint;
--> statement-breakpoint
ALTER TABLE public.b ALTER COLUMN a TYPE bigint;
