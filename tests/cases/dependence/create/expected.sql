ALTER FUNCTION public.f() DEPENDS ON EXTENSION hstore;
--> statement-breakpoint
ALTER INDEX public.i DEPENDS ON EXTENSION hstore;
--> statement-breakpoint
ALTER MATERIALIZED VIEW public.m DEPENDS ON EXTENSION hstore;
--> statement-breakpoint
ALTER PROCEDURE public.p() DEPENDS ON EXTENSION hstore;
--> statement-breakpoint
ALTER TRIGGER tr ON public.t DEPENDS ON EXTENSION hstore;
