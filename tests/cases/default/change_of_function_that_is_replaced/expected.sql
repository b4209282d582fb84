ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
--> statement-breakpoint
DROP FUNCTION public.f();
--> statement-breakpoint
CREATE FUNCTION public.f()
 RETURNS bigint
 LANGUAGE sql
AS $function$select 2::bigint$function$;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT public.f();
