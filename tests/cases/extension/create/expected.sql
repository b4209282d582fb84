CREATE SCHEMA ext;
--> statement-breakpoint
CREATE EXTENSION pg_trgm WITH SCHEMA ext;
--> statement-breakpoint
CREATE TABLE public.doc (
    title text
);
--> statement-breakpoint
CREATE INDEX doc_title ON public.doc USING gin (title ext.gin_trgm_ops);
