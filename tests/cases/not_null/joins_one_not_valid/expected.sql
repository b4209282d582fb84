ALTER TABLE public.city ADD CONSTRAINT named NOT NULL name NOT VALID;
--> statement-breakpoint
ALTER TABLE public.event_24 ADD CONSTRAINT told NOT NULL what NOT VALID;
--> statement-breakpoint
ALTER TABLE public.event_25 VALIDATE CONSTRAINT told;
--> statement-breakpoint
-- public.event_26.what becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE
-- public.event_26 SET what = … WHERE what IS NULL
ALTER TABLE public.event_26 ADD CONSTRAINT told NOT NULL what;
--> statement-breakpoint
ALTER TABLE public.town VALIDATE CONSTRAINT named;
--> statement-breakpoint
ALTER TABLE public.city INHERIT public.place;
--> statement-breakpoint
ALTER TABLE public.event ATTACH PARTITION public.event_24 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
--> statement-breakpoint
ALTER TABLE public.event ATTACH PARTITION public.event_25 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
--> statement-breakpoint
ALTER TABLE public.event ATTACH PARTITION public.event_26 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
--> statement-breakpoint
ALTER TABLE public.lane INHERIT public.road;
--> statement-breakpoint
ALTER TABLE public.road ADD CONSTRAINT named NOT NULL name NOT VALID;
--> statement-breakpoint
ALTER TABLE public.town INHERIT public.place;
--> statement-breakpoint
ALTER TABLE public.trip ATTACH PARTITION public.trip_24 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
--> statement-breakpoint
ALTER TABLE public.trip ADD CONSTRAINT known NOT NULL goal NOT VALID;
