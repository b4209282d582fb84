DROP VIEW public.v;
--> statement-breakpoint
DROP FUNCTION public.f();
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a TYPE bigint;
--> statement-breakpoint
CREATE FUNCTION public.f()
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 SELECT t.a
    FROM public.t;
END;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT public.f() AS f;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION public.f() TO pg_monitor;
--> statement-breakpoint
COMMENT ON FUNCTION public.f() IS 'x';
