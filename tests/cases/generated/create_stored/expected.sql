ALTER TABLE public.t ADD COLUMN c integer GENERATED ALWAYS AS ((a * 2)) STORED;
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN d text GENERATED ALWAYS AS (upper(b)) STORED NOT NULL;
