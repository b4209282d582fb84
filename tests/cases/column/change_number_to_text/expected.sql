ALTER TABLE public.t ALTER COLUMN a TYPE text;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b TYPE text;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN c TYPE text;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN d TYPE text;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN e TYPE text;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN f TYPE text;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN g TYPE character varying(3);
