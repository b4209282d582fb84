-- public.t.a becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE public.t SET a
-- = … WHERE a IS NULL
ALTER TABLE public.t ADD CONSTRAINT must NOT NULL a;
--> statement-breakpoint
-- public.t.b becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE public.t SET b
-- = … WHERE b IS NULL
ALTER TABLE public.t ADD CONSTRAINT "b must" NOT NULL b;
