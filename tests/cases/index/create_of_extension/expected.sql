CREATE EXTENSION pg_trgm WITH SCHEMA public;
--> statement-breakpoint
CREATE INDEX i ON public.t USING gin (b public.gin_trgm_ops);
