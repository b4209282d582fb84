ALTER TABLE public.t ADD COLUMN c integer GENERATED ALWAYS AS ((a * 2)) VIRTUAL;
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN d integer GENERATED ALWAYS AS ((a + 1)) VIRTUAL;
