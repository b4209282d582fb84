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
    subtype = double precision,
    subtype_diff = public.fd
);
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN r TYPE public.r USING r::text::public.r;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN m TYPE public.r[] USING m::text::public.r[];
--> statement-breakpoint
DROP TYPE public.r__old;
