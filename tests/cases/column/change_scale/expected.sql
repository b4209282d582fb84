ALTER TABLE public.t ALTER COLUMN a TYPE numeric(8,2);
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b TYPE numeric(8,2);
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN c TYPE integer;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN d TYPE numeric(5,1);
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN e TYPE integer;
