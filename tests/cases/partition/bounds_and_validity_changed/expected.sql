ALTER TABLE public.event DETACH PARTITION public.event_1;
--> statement-breakpoint
ALTER TABLE public.event DROP CONSTRAINT large;
--> statement-breakpoint
ALTER TABLE public.event_1 DROP CONSTRAINT large;
--> statement-breakpoint
ALTER TABLE public.event ALTER COLUMN size DROP NOT NULL;
--> statement-breakpoint
ALTER TABLE public.event_1 ALTER COLUMN size DROP NOT NULL;
--> statement-breakpoint
ALTER TABLE public.event ATTACH PARTITION public.event_1 FOR VALUES IN (1, 2);
--> statement-breakpoint
ALTER TABLE public.event ADD CONSTRAINT sized NOT NULL size NOT VALID;
--> statement-breakpoint
ALTER TABLE public.event ADD CONSTRAINT large CHECK ((size > 0)) NOT VALID;
