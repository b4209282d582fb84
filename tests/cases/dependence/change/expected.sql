ALTER FUNCTION public.f() NO DEPENDS ON EXTENSION hstore;
--> statement-breakpoint
ALTER FUNCTION public.f() DEPENDS ON EXTENSION citext;
