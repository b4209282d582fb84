ALTER DOMAIN public.d RENAME TO d__old;
--> statement-breakpoint
CREATE DOMAIN public.d AS text COLLATE pg_catalog."POSIX" DEFAULT 'b'::text
    CONSTRAINT two CHECK ((VALUE <> 'z'::text));
--> statement-breakpoint
ALTER DOMAIN public.d ADD CONSTRAINT three CHECK ((VALUE <> 'y3'::text)) NOT VALID;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN d TYPE public.d;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN e TYPE public.d[] USING e::text::public.d[];
--> statement-breakpoint
DROP DOMAIN public.d__old;
--> statement-breakpoint
COMMENT ON DOMAIN public.d IS 'y';
