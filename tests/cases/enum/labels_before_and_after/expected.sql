ALTER TYPE public.mood ADD VALUE 'awful' BEFORE 'sad';
--> statement-breakpoint
ALTER TYPE public.mood ADD VALUE 'bad' AFTER 'awful';
--> statement-breakpoint
ALTER TYPE public.mood ADD VALUE 'so-so' AFTER 'sad';
--> statement-breakpoint
ALTER TYPE public.mood ADD VALUE 'good';
--> statement-breakpoint
ALTER TYPE public.mood ADD VALUE 'great';
