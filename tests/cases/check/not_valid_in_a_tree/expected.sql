ALTER TABLE public.event DROP CONSTRAINT large;
--> statement-breakpoint
ALTER TABLE public.place ALTER COLUMN size TYPE bigint;
--> statement-breakpoint
CREATE TABLE public.village ()
INHERITS (public.place);
--> statement-breakpoint
ALTER TABLE public.city ADD CONSTRAINT large CHECK ((size > 0)) NOT VALID;
--> statement-breakpoint
ALTER TABLE public.city VALIDATE CONSTRAINT large;
--> statement-breakpoint
ALTER TABLE public.event ADD CONSTRAINT large CHECK ((size > 0)) NOT VALID;
--> statement-breakpoint
CREATE TABLE public.event_2 PARTITION OF public.event
FOR VALUES FROM (20) TO (30);
--> statement-breakpoint
ALTER TABLE public.event_0 VALIDATE CONSTRAINT large;
--> statement-breakpoint
ALTER TABLE public.hamlet VALIDATE CONSTRAINT large;
--> statement-breakpoint
ALTER TABLE public.trip ATTACH PARTITION public.trip_0 FOR VALUES FROM (0) TO (10);
--> statement-breakpoint
ALTER TABLE public.trip ADD CONSTRAINT large CHECK ((size > 0)) NOT VALID;
