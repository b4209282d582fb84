ALTER TABLE public.t ALTER COLUMN a TYPE boolean USING a::text::boolean;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b TYPE inet USING b::text::inet;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN c TYPE tstzrange USING c::text::tstzrange;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN d TYPE boolean[] USING d::text[]::boolean[];
