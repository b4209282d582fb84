ALTER TABLE public.t ALTER COLUMN c SET EXPRESSION AS ((a * 3));
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN d SET EXPRESSION AS ((a * 3));
