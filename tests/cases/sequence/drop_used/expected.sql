ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
--> statement-breakpoint
DROP SEQUENCE public.s;
