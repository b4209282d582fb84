ALTER TABLE public.t ALTER COLUMN a TYPE integer;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b TYPE bigint;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN c TYPE character varying(10);
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN d TYPE character varying(3);
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN e TYPE double precision;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN f TYPE numeric(8,2);
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN g TYPE timestamp(3) without time zone;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN h TYPE text;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN i TYPE numeric;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN j TYPE bit varying;
