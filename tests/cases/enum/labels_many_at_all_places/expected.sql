ALTER TYPE public.mood ADD VALUE 'a0' BEFORE 'b';
--> statement-breakpoint
ALTER TYPE public.mood ADD VALUE 'a1' AFTER 'a0';
--> statement-breakpoint
ALTER TYPE public.mood ADD VALUE 'c0' AFTER 'b';
--> statement-breakpoint
ALTER TYPE public.mood ADD VALUE 'c1' AFTER 'c0';
--> statement-breakpoint
ALTER TYPE public.mood ADD VALUE 'e' AFTER 'd';
--> statement-breakpoint
ALTER TYPE public.mood ADD VALUE 'g';
--> statement-breakpoint
ALTER TYPE public.mood ADD VALUE 'h';
