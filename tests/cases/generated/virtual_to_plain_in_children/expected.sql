ALTER TABLE public.p DROP COLUMN c;
--> statement-breakpoint
ALTER TABLE public.t DROP COLUMN c;
--> statement-breakpoint
ALTER TABLE public.p ADD COLUMN c integer GENERATED ALWAYS AS ((a * 2)) STORED;
--> statement-breakpoint
ALTER TABLE public.p ALTER COLUMN c DROP EXPRESSION;
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN c integer GENERATED ALWAYS AS ((a * 2)) STORED;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN c DROP EXPRESSION;
