ALTER TYPE public.c RENAME TO c__old;
--> statement-breakpoint
ALTER DOMAIN public.d RENAME TO d__old;
--> statement-breakpoint
CREATE DOMAIN public.d AS integer
    CONSTRAINT pos CHECK ((VALUE > 0));
--> statement-breakpoint
CREATE TYPE public.c AS (
    x public.d
);
--> statement-breakpoint
ALTER TABLE public.u ALTER COLUMN c TYPE public.c USING c::text::public.c;
--> statement-breakpoint
DROP TYPE public.c__old;
--> statement-breakpoint
ALTER TABLE public.u ALTER COLUMN r TYPE public.d;
--> statement-breakpoint
DROP DOMAIN public.d__old;
