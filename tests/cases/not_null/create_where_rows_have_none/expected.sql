-- public.t.a becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE public.t SET a
-- = … WHERE a IS NULL
ALTER TABLE public.t ALTER COLUMN a SET NOT NULL;
--> statement-breakpoint
-- public.t.b becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE public.t SET b
-- = … WHERE b IS NULL
ALTER TABLE public.t ALTER COLUMN b SET NOT NULL;
