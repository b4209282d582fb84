-- public.hamlet.name becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE
-- public.hamlet SET name = … WHERE name IS NULL
ALTER TABLE public.hamlet ALTER COLUMN name SET NOT NULL;
--> statement-breakpoint
-- public.lane.name becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE
-- public.lane SET name = … WHERE name IS NULL
ALTER TABLE public.lane ALTER COLUMN name SET NOT NULL;
--> statement-breakpoint
-- public.road.name becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE
-- public.road SET name = … WHERE name IS NULL
ALTER TABLE public.road ALTER COLUMN name SET NOT NULL;
--> statement-breakpoint
ALTER TABLE public.hamlet INHERIT public.town;
--> statement-breakpoint
ALTER TABLE public.lane INHERIT public.road;
