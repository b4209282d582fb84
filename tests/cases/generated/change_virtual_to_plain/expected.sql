ALTER TABLE public.t DROP COLUMN c;
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN c integer GENERATED ALWAYS AS ((a * 2)) STORED;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN c DROP EXPRESSION;
