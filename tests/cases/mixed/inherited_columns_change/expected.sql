ALTER TABLE public.p DROP CONSTRAINT p_a_check;
--> statement-breakpoint
ALTER TABLE public.p ALTER COLUMN a TYPE bigint;
--> statement-breakpoint
ALTER TABLE public.p ADD COLUMN e integer DEFAULT 3 NOT NULL;
--> statement-breakpoint
ALTER TABLE public.p ALTER COLUMN b SET DEFAULT 'z'::text;
--> statement-breakpoint
ALTER TABLE public.p ADD CONSTRAINT p_a_check CHECK ((a > 1));
