ALTER TABLE public.city VALIDATE CONSTRAINT named;
--> statement-breakpoint
ALTER TABLE public.event_24 VALIDATE CONSTRAINT told;
--> statement-breakpoint
ALTER TABLE public.hamlet VALIDATE CONSTRAINT named;
--> statement-breakpoint
ALTER TABLE public.village ADD CONSTRAINT named NOT NULL name NOT VALID;
--> statement-breakpoint
ALTER TABLE public.village VALIDATE CONSTRAINT named;
