DROP VIEW public.v;
--> statement-breakpoint
DROP FUNCTION public.g();
--> statement-breakpoint
ALTER TABLE public.a ALTER COLUMN id TYPE bigint;
--> statement-breakpoint
ALTER TABLE public.b ALTER COLUMN id TYPE bigint;
--> statement-breakpoint
ALTER TABLE public.b ALTER COLUMN a TYPE bigint;
--> statement-breakpoint
CREATE FUNCTION public.g()
 RETURNS SETOF public.a
 LANGUAGE sql
BEGIN ATOMIC
 SELECT a.id
    FROM public.a;
END;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT b.id,
    a.id AS aid
   FROM (public.a
     JOIN public.b ON ((b.a = a.id)));
