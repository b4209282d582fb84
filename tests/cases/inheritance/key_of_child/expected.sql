ALTER TABLE public.child ALTER COLUMN id SET NOT NULL;
--> statement-breakpoint
ALTER TABLE public.base ALTER COLUMN id SET NOT NULL;
--> statement-breakpoint
ALTER TABLE public.base ADD CONSTRAINT base_pkey PRIMARY KEY (id);
--> statement-breakpoint
ALTER TABLE public.child ADD CONSTRAINT child_pkey PRIMARY KEY (id);
