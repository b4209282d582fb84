ALTER FUNCTION public.f() NO DEPENDS ON EXTENSION hstore;
--> statement-breakpoint
DROP FUNCTION public.g();
--> statement-breakpoint
DROP EXTENSION hstore;
