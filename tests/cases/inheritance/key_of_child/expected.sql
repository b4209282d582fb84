-- public.child.id becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE
-- public.child SET id = … WHERE id IS NULL
ALTER TABLE public.child ALTER COLUMN id SET NOT NULL;
--> statement-breakpoint
-- public.base.id becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE
-- public.base SET id = … WHERE id IS NULL
ALTER TABLE public.base ALTER COLUMN id SET NOT NULL;
--> statement-breakpoint
ALTER TABLE public.base ADD CONSTRAINT base_pkey PRIMARY KEY (id);
--> statement-breakpoint
ALTER TABLE public.child ADD CONSTRAINT child_pkey PRIMARY KEY (id);
