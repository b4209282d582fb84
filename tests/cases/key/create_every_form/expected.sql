-- public.t.c becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE public.t SET c
-- = … WHERE c IS NULL
ALTER TABLE public.t ALTER COLUMN c SET NOT NULL;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT k6 PRIMARY KEY (c) INCLUDE (a);
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT k1 UNIQUE NULLS NOT DISTINCT (a);
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT k2 UNIQUE (b) INCLUDE (c);
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT k3 UNIQUE (a, b) DEFERRABLE;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT k4 UNIQUE (a, c) DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT k5 UNIQUE (b, c) WITH (fillfactor=70);
