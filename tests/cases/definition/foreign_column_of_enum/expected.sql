DROP FOREIGN TABLE public.far;
--> statement-breakpoint
DROP TYPE public.mood;
--> statement-breakpoint
CREATE TYPE public.mood AS ENUM ('ok');
--> statement-breakpoint
CREATE FOREIGN TABLE public.far (
    mood public.mood
)
SERVER other;
