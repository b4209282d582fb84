CREATE TABLE public.event_25 PARTITION OF public.event
FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
--> statement-breakpoint
CREATE TABLE public.town ()
INHERITS (public.place);
--> statement-breakpoint
CREATE TABLE public.hamlet ()
INHERITS (public.town);
