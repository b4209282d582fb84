-- public.log.a becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE public.log
-- SET a = … WHERE a IS NULL
ALTER TABLE public.log ALTER COLUMN a SET NOT NULL;
--> statement-breakpoint
ALTER TABLE public.log ADD CONSTRAINT log_pkey PRIMARY KEY (at, a);
