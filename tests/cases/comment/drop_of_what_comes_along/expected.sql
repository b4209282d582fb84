COMMENT ON INDEX public.t_pkey IS NULL;
--> statement-breakpoint
COMMENT ON COLUMN public.v.id IS NULL;
--> statement-breakpoint
COMMENT ON TYPE public.t IS NULL;
