ALTER TABLE public.t ALTER COLUMN a TYPE jsonb USING a::jsonb;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a SET STORAGE EXTERNAL;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b TYPE text;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b SET STORAGE MAIN;
