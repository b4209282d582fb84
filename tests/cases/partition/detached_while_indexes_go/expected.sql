ALTER TABLE public.note DROP CONSTRAINT note_id_at_fkey;
--> statement-breakpoint
ALTER TABLE public.event DETACH PARTITION public.event_0;
--> statement-breakpoint
DROP INDEX public.by_time;
--> statement-breakpoint
DROP INDEX public.by_what;
--> statement-breakpoint
DROP INDEX public.event_0_at_idx;
--> statement-breakpoint
ALTER TABLE public.event DROP CONSTRAINT event_key;
--> statement-breakpoint
ALTER TABLE public.event_0 DROP CONSTRAINT event_0_pkey;
