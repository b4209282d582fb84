ALTER TABLE public.log ALTER COLUMN a SET NOT NULL;
--> statement-breakpoint
ALTER TABLE public.log ADD CONSTRAINT log_pkey PRIMARY KEY (at, a);
