-- public.p.a becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE public.p SET a
-- = … WHERE a IS NULL
ALTER TABLE public.p ALTER COLUMN a SET NOT NULL;
--> statement-breakpoint
-- public.p.id becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE public.p SET
-- id = … WHERE id IS NULL
ALTER TABLE public.p ALTER COLUMN id SET NOT NULL;
--> statement-breakpoint
ALTER TABLE public.p ADD CONSTRAINT p_pkey PRIMARY KEY (id, a);
