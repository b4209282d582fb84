ALTER TABLE public.t ALTER COLUMN a TYPE boolean USING a::text::boolean;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b TYPE boolean USING b::text::boolean;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b SET DEFAULT false;
