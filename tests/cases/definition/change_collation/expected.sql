DROP COLLATION public.plain;
--> statement-breakpoint
CREATE COLLATION public.plain (provider = builtin, locale = 'C');
