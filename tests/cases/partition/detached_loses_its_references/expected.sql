ALTER TABLE public.note DETACH PARTITION public.note_1;
--> statement-breakpoint
ALTER TABLE public.note DROP CONSTRAINT note_owner;
--> statement-breakpoint
ALTER TABLE public.note_1 DROP CONSTRAINT note_owner;
--> statement-breakpoint
DROP TABLE public.owner;
