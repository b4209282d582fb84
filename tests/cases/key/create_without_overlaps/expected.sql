-- public.t.during becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE public.t
-- SET during = … WHERE during IS NULL
ALTER TABLE public.t ALTER COLUMN during SET NOT NULL;
--> statement-breakpoint
-- public.t.room becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE public.t
-- SET room = … WHERE room IS NULL
ALTER TABLE public.t ALTER COLUMN room SET NOT NULL;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY (room, during WITHOUT OVERLAPS);
