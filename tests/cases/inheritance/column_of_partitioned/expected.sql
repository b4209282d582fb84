ALTER TABLE public.log DROP COLUMN b;
--> statement-breakpoint
ALTER TABLE public.log ALTER COLUMN a TYPE character varying(20);
--> statement-breakpoint
ALTER TABLE public.log ADD COLUMN c bigint DEFAULT 7 NOT NULL;
