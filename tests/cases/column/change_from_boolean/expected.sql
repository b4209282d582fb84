ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a TYPE integer USING a::integer;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 1;
