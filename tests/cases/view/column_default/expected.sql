ALTER VIEW public.v ALTER COLUMN id SET DEFAULT 7;
--> statement-breakpoint
ALTER VIEW public.v ALTER COLUMN name SET DEFAULT 'b'::text;
