ALTER TABLE public.events RENAME TO things;
--> statement-breakpoint
ALTER TABLE public.events_2025 RENAME TO things_2025;
--> statement-breakpoint
ALTER TABLE public.events_2026 RENAME TO things_2026;
--> statement-breakpoint
ALTER TABLE public.things RENAME COLUMN at TO day;
--> statement-breakpoint
ALTER TABLE public.things RENAME COLUMN what TO label;
--> statement-breakpoint
ALTER TABLE public.things RENAME CONSTRAINT events_pkey TO things_pkey;
--> statement-breakpoint
ALTER TABLE public.things_2025 RENAME CONSTRAINT events_2025_pkey TO things_2025_pkey;
--> statement-breakpoint
ALTER TABLE public.things_2026 RENAME CONSTRAINT events_2026_pkey TO things_2026_pkey;
--> statement-breakpoint
ALTER INDEX public.events_2025_what_idx RENAME TO things_2025_label_idx;
--> statement-breakpoint
ALTER INDEX public.events_2026_what_idx RENAME TO things_2026_label_idx;
--> statement-breakpoint
ALTER INDEX public.events_what_idx RENAME TO things_label_idx;
