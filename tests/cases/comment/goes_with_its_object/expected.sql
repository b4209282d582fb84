COMMENT ON TABLE public.item IS NULL;
--> statement-breakpoint
DROP VIEW public.v;
--> statement-breakpoint
ALTER TABLE public.item DROP COLUMN name;
