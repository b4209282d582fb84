ALTER TABLE public.t ALTER COLUMN a TYPE integer;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b TYPE smallint;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN c TYPE character varying(5);
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN d TYPE character varying(5);
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN e TYPE numeric(5,2);
