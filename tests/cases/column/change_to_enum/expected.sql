ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
--> statement-breakpoint
CREATE TYPE public.level AS ENUM ('low', 'high');
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a TYPE public.level USING a::public.level;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 'low'::public.level;
