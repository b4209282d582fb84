CREATE TEXT SEARCH PARSER public.mine (
    START = prsd_start,
    GETTOKEN = prsd_nexttoken,
    END = prsd_end,
    LEXTYPES = prsd_lextype );
--> statement-breakpoint
CREATE TEXT SEARCH TEMPLATE public.mine (
    LEXIZE = dsimple_lexize );
--> statement-breakpoint
CREATE TEXT SEARCH DICTIONARY public.simple_en (
    TEMPLATE = pg_catalog.simple,
    stopwords = 'english' );
--> statement-breakpoint
CREATE TEXT SEARCH CONFIGURATION public.en (
    PARSER = pg_catalog."default" );
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION public.en
    ADD MAPPING FOR asciiword WITH public.simple_en, english_stem;
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION public.en
    ADD MAPPING FOR word WITH public.simple_en, english_stem;
--> statement-breakpoint
CREATE TABLE public.doc (
    body text,
    found tsvector GENERATED ALWAYS AS (to_tsvector('public.en'::regconfig, body)) STORED
);
