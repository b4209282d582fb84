ALTER TABLE public.event ALTER COLUMN what DROP NOT NULL;
--> statement-breakpoint
ALTER TABLE public.place ALTER COLUMN name DROP NOT NULL;
--> statement-breakpoint
ALTER TABLE public.event ALTER COLUMN what TYPE text;
--> statement-breakpoint
ALTER TABLE public.place ALTER COLUMN name TYPE text;
--> statement-breakpoint
ALTER TABLE public.event ADD CONSTRAINT told NOT NULL what NOT VALID;
--> statement-breakpoint
ALTER TABLE public.event_24 VALIDATE CONSTRAINT told;
--> statement-breakpoint
ALTER TABLE public.place ADD CONSTRAINT named NOT NULL name NOT VALID;
--> statement-breakpoint
ALTER TABLE public.hamlet VALIDATE CONSTRAINT named;
