ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 6;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b SET DEFAULT 'y'::text;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN c SET DEFAULT clock_timestamp();
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN d SET DEFAULT '[]'::jsonb;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN e SET DEFAULT false;
