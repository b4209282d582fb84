CREATE TABLE public.event (
    at integer,
    size integer
)
PARTITION BY RANGE (at);
--> statement-breakpoint
CREATE TABLE public.event_0 PARTITION OF public.event
FOR VALUES FROM (0) TO (10);
--> statement-breakpoint
CREATE TABLE public.place (
    id integer,
    size integer
);
--> statement-breakpoint
CREATE TABLE public.town ()
INHERITS (public.place);
--> statement-breakpoint
CREATE TABLE public.hamlet ()
INHERITS (public.town);
--> statement-breakpoint
ALTER TABLE public.event ADD CONSTRAINT large CHECK ((size > 0)) NOT VALID;
--> statement-breakpoint
CREATE TABLE public.event_1 PARTITION OF public.event
FOR VALUES FROM (10) TO (20);
--> statement-breakpoint
ALTER TABLE public.place ADD CONSTRAINT large CHECK ((size > 0)) NOT VALID;
--> statement-breakpoint
CREATE TABLE public.city ()
INHERITS (public.place);
