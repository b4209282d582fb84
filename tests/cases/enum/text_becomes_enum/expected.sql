ALTER TABLE public.person DROP CONSTRAINT person_mood_check;
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN mood DROP DEFAULT;
--> statement-breakpoint
CREATE TYPE public.mood AS ENUM ('sad', 'ok');
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN mood TYPE public.mood USING mood::public.mood;
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN mood SET DEFAULT 'ok'::public.mood;
