ALTER TABLE public.t ALTER COLUMN a SET COMPRESSION pglz;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b SET COMPRESSION default;
