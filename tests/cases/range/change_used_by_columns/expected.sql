ALTER TYPE public.r RENAME TO r__old;
--> statement-breakpoint
ALTER TYPE public.r_multirange RENAME TO r_multirange__old;
--> statement-breakpoint
ALTER FUNCTION public.r(double precision, double precision) RENAME TO r__old;
--> statement-breakpoint
ALTER FUNCTION public.r(double precision, double precision, text) RENAME TO r__old;
--> statement-breakpoint
ALTER FUNCTION public.r_multirange() RENAME TO r__old;
--> statement-breakpoint
CREATE TYPE public.r AS RANGE (
    subtype = double precision
);
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN one TYPE public.r USING one::text::public.r;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN many TYPE public.r_multirange USING many::text::public.r_multirange;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN several TYPE public.r[] USING several::text::public.r[];
--> statement-breakpoint
DROP TYPE public.r__old;
