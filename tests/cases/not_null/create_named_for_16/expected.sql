ALTER TABLE public.t ADD COLUMN a text DEFAULT 'x'::text NOT NULL;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN id SET NOT NULL;
