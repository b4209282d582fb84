CREATE TYPE public.address AS (
    street text COLLATE pg_catalog."C",
    no character varying(8),
    "Zip Code" integer
);
--> statement-breakpoint
CREATE TABLE public.person (
    home public.address,
    others public.address[]
);
