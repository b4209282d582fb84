ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a TYPE text;
--> statement-breakpoint
DROP TYPE public.level;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 'low'::text;
