ALTER TABLE public.t DROP CONSTRAINT t_pkey;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a DROP NOT NULL;
