ALTER TABLE public.t DROP COLUMN a;
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN b text;
