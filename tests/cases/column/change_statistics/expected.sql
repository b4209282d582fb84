ALTER TABLE public.t ALTER COLUMN a SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b SET STATISTICS -1;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN c SET STATISTICS 200;
