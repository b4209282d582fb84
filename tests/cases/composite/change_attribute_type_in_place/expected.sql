DROP VIEW public.v;
--> statement-breakpoint
ALTER TYPE public.c ALTER ATTRIBUTE a TYPE bigint, ALTER ATTRIBUTE b TYPE text COLLATE pg_catalog."C";
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT ROW((1)::bigint, 'x'::text)::public.c AS q;
