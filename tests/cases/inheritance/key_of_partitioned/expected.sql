ALTER TABLE public.log ALTER COLUMN a SET NOT NULL;
--> statement-breakpoint
ALTER TABLE ONLY public.log ADD CONSTRAINT log_pkey PRIMARY KEY (at, a);
--> statement-breakpoint
ALTER TABLE public.log_2025 ADD CONSTRAINT log_2025_pkey PRIMARY KEY (at, a);
--> statement-breakpoint
ALTER INDEX public.log_pkey ATTACH PARTITION public.log_2025_pkey;
