ALTER TABLE public.t ALTER COLUMN c DROP EXPRESSION;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN d DROP EXPRESSION;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN d TYPE text;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a TYPE text;
