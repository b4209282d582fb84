ALTER TABLE public.t ALTER COLUMN during SET NOT NULL;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN room SET NOT NULL;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY (room, during WITHOUT OVERLAPS);
