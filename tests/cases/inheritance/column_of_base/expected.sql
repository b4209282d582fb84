ALTER TABLE public.base DROP COLUMN gone;
--> statement-breakpoint
ALTER TABLE public.base ALTER COLUMN id TYPE bigint;
--> statement-breakpoint
ALTER TABLE public.base ADD COLUMN fresh integer DEFAULT 4;
--> statement-breakpoint
ALTER TABLE public.base ALTER COLUMN a SET NOT NULL;
