COMMENT ON COLUMN public.item.id IS NULL;
--> statement-breakpoint
COMMENT ON CONSTRAINT k ON public.item IS NULL;
--> statement-breakpoint
COMMENT ON COLUMN public.item.name IS 'two
lines';
--> statement-breakpoint
COMMENT ON TABLE public.item IS E'it''s \\ 😀';
