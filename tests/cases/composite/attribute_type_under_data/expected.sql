DROP VIEW public.homes;
--> statement-breakpoint
ALTER TYPE public.address RENAME TO address__old;
--> statement-breakpoint
CREATE TYPE public.address AS (
    street text,
    zip bigint
);
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN home TYPE public.address USING home::text::public.address;
--> statement-breakpoint
DROP TYPE public.address__old;
--> statement-breakpoint
CREATE VIEW public.homes AS
 SELECT (home).zip AS zip
   FROM public.person;
