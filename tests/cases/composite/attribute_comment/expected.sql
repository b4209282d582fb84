COMMENT ON COLUMN public.address.zip IS NULL;
--> statement-breakpoint
COMMENT ON COLUMN public.address.street IS 'With the number';
--> statement-breakpoint
COMMENT ON TYPE public.address IS 'Where';
