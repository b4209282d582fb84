ALTER TYPE public.pair RENAME TO pair__old;
--> statement-breakpoint
CREATE TYPE public.pair AS (
    a numeric(8,2),
    b character varying(5)
);
--> statement-breakpoint
ALTER TABLE public.item ALTER COLUMN p TYPE public.pair USING p::text::public.pair;
--> statement-breakpoint
DROP TYPE public.pair__old;
