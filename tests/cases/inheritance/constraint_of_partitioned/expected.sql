ALTER TABLE public.log ALTER COLUMN b SET DEFAULT 3;
--> statement-breakpoint
ALTER TABLE public.log ALTER COLUMN a SET NOT NULL;
--> statement-breakpoint
ALTER TABLE public.log ADD CONSTRAINT log_a_check CHECK ((a <> ''::text));
