DROP VIEW public.homes;
--> statement-breakpoint
ALTER TYPE public.home RENAME TO home__old;
--> statement-breakpoint
ALTER TYPE public.address DROP ATTRIBUTE floor, ADD ATTRIBUTE kind text;
--> statement-breakpoint
ALTER TYPE public.address RENAME TO address__old;
--> statement-breakpoint
CREATE TYPE public.kind AS ENUM ('house', 'flat');
--> statement-breakpoint
CREATE TYPE public.address AS (
    street text,
    zip bigint,
    kind public.kind
);
--> statement-breakpoint
CREATE TYPE public.home AS (
    at public.address,
    since date
);
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN home TYPE public.address USING home::text::public.address;
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN others TYPE public.address[] USING others::text::public.address[];
--> statement-breakpoint
ALTER TABLE public.person ALTER COLUMN first TYPE public.home USING first::text::public.home;
--> statement-breakpoint
DROP TYPE public.home__old;
--> statement-breakpoint
DROP TYPE public.address__old;
--> statement-breakpoint
CREATE VIEW public.homes AS
 SELECT (home).zip AS zip
   FROM public.person;
