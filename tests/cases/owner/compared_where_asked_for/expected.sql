ALTER VIEW public.v OWNER TO CURRENT_USER;
--> statement-breakpoint
CREATE SCHEMA app;
--> statement-breakpoint
CREATE COLLATION public.posix (provider = libc, locale = 'C');
--> statement-breakpoint
ALTER COLLATION public.posix OWNER TO joey_case_owner;
--> statement-breakpoint
ALTER FUNCTION public.f() OWNER TO joey_case_owner;
--> statement-breakpoint
ALTER SCHEMA app OWNER TO joey_case_owner;
--> statement-breakpoint
ALTER TABLE public.item OWNER TO joey_case_owner;
--> statement-breakpoint
ALTER TYPE public.mood OWNER TO joey_case_owner;
