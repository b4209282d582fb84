ALTER TABLE public.person ALTER COLUMN mood DROP DEFAULT;
--> statement-breakpoint
CREATE TYPE app.mood AS ENUM ('sad', 'ok');
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN mood TYPE app.mood USING mood::text::app.mood;
--> statement-breakpoint
DROP TYPE public.mood;
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN mood SET DEFAULT 'ok'::app.mood;
