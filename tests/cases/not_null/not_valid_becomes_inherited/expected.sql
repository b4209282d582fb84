ALTER TABLE public.place ALTER COLUMN name DROP NOT NULL;
--> statement-breakpoint
ALTER TABLE public.place ADD CONSTRAINT named NOT NULL name NOT VALID;
