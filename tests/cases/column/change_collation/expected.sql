ALTER TABLE public.t ALTER COLUMN a TYPE text COLLATE pg_catalog."C";
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b TYPE text;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN c TYPE character varying(20) COLLATE pg_catalog."POSIX";
