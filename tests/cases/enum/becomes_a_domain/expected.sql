ALTER TYPE public.mood RENAME TO mood__old;
--> statement-breakpoint
CREATE DOMAIN public.mood AS text
    CONSTRAINT mood_check CHECK ((VALUE = ANY (ARRAY['sad'::text, 'ok'::text])));
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN mood TYPE public.mood;
--> statement-breakpoint
DROP TYPE public.mood__old;
