CREATE DOMAIN public.email AS text COLLATE pg_catalog."C" DEFAULT 'nobody@example.org'::text
    CONSTRAINT email_check CHECK ((length(VALUE) < 255))
    CONSTRAINT email_not_null NOT NULL
    CONSTRAINT has_at CHECK ((VALUE ~~ '%@%'::text));
--> statement-breakpoint
CREATE TABLE public.person (
    mail public.email
);
