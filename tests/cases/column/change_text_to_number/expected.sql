ALTER TABLE public.t ALTER COLUMN a TYPE integer USING a::integer;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b TYPE numeric USING b::numeric;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN c TYPE bigint USING c::bigint;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN d TYPE boolean USING d::boolean;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN e TYPE jsonb USING e::jsonb;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN f TYPE uuid USING f::uuid;
