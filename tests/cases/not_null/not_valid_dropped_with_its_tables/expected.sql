DROP TABLE public.event_24_rest;
--> statement-breakpoint
DROP TABLE public.event_24;
--> statement-breakpoint
DROP TABLE public.event_25;
--> statement-breakpoint
DROP TABLE public.event;
--> statement-breakpoint
DROP TABLE public.suburb;
--> statement-breakpoint
DROP TABLE public.city;
--> statement-breakpoint
DROP TABLE public.town;
--> statement-breakpoint
DROP TABLE public.place;
