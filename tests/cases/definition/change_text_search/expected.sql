DROP INDEX public.doc_found;
--> statement-breakpoint
DROP TEXT SEARCH CONFIGURATION public.en;
--> statement-breakpoint
DROP TEXT SEARCH DICTIONARY public.simple_en;
--> statement-breakpoint
CREATE TEXT SEARCH DICTIONARY public.simple_en (
    TEMPLATE = pg_catalog.simple,
    stopwords = 'english', accept = 'false' );
--> statement-breakpoint
CREATE TEXT SEARCH CONFIGURATION public.en (
    PARSER = pg_catalog."default" );
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION public.en
    ADD MAPPING FOR word WITH public.simple_en, simple;
--> statement-breakpoint
CREATE INDEX doc_found ON public.doc USING gin (to_tsvector('public.en'::regconfig, body));
