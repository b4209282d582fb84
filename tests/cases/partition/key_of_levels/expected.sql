ALTER TABLE public.p ALTER COLUMN a SET NOT NULL;
--> statement-breakpoint
ALTER TABLE public.p ALTER COLUMN id SET NOT NULL;
--> statement-breakpoint
ALTER TABLE public.p ADD CONSTRAINT p_pkey PRIMARY KEY (id, a);
