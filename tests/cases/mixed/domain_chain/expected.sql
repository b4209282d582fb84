DROP VIEW public.v;
--> statement-breakpoint
ALTER DOMAIN public.d RENAME TO d__old;
--> statement-breakpoint
CREATE DOMAIN public.d AS bigint
    CONSTRAINT d_check CHECK ((VALUE > 0));
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a TYPE public.d;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b TYPE public.d[] USING b::text::public.d[];
--> statement-breakpoint
DROP DOMAIN public.d__old;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT a
   FROM public.t;
