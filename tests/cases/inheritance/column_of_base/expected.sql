ALTER TABLE public.base DROP COLUMN gone;
--> statement-breakpoint
ALTER TABLE public.base ALTER COLUMN id TYPE bigint;
--> statement-breakpoint
ALTER TABLE public.base ADD COLUMN fresh integer DEFAULT 4;
--> statement-breakpoint
-- public.base.a becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE public.base
-- SET a = … WHERE a IS NULL
ALTER TABLE public.base ALTER COLUMN a SET NOT NULL;
