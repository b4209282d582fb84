ALTER TABLE public.t ADD COLUMN a text DEFAULT 'x'::text NOT NULL;
--> statement-breakpoint
-- public.t.id becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE public.t SET
-- id = … WHERE id IS NULL
ALTER TABLE public.t ALTER COLUMN id SET NOT NULL;
