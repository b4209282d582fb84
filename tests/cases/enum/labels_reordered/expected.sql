DROP MATERIALIZED VIEW public.shirts;
--> statement-breakpoint
ALTER TABLE public.shirt ALTER COLUMN size DROP DEFAULT;
--> statement-breakpoint
ALTER TYPE public.size RENAME TO size__old;
--> statement-breakpoint
CREATE TYPE public.size AS ENUM ('small', 'medium', 'large');
--> statement-breakpoint
ALTER TABLE public.shirt ALTER COLUMN size TYPE public.size USING size::text::public.size;
--> statement-breakpoint
DROP TYPE public.size__old;
--> statement-breakpoint
ALTER TABLE public.shirt ALTER COLUMN size SET DEFAULT 'medium'::public.size;
--> statement-breakpoint
CREATE MATERIALIZED VIEW public.shirts AS
 SELECT size,
    count(*) AS count
   FROM public.shirt
  GROUP BY size;
--> statement-breakpoint
CREATE UNIQUE INDEX shirts_size ON public.shirts USING btree (size);
