CREATE TABLE public.city (
    mayor text
)
INHERITS (public.place);
--> statement-breakpoint
CREATE TABLE public.event_24 PARTITION OF public.event
FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
--> statement-breakpoint
ALTER TABLE public.event ADD CONSTRAINT told NOT NULL what NOT VALID;
--> statement-breakpoint
CREATE TABLE public.event_25 PARTITION OF public.event
FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
--> statement-breakpoint
ALTER TABLE public.place ADD CONSTRAINT named NOT NULL name NOT VALID;
--> statement-breakpoint
CREATE TABLE public.town ()
INHERITS (public.place);
