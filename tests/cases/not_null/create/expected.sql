ALTER TABLE public.t ALTER COLUMN a SET NOT NULL;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b SET NOT NULL;
