ALTER DOMAIN public.email DROP CONSTRAINT short;
--> statement-breakpoint
ALTER DOMAIN public.email ADD CONSTRAINT has_at CHECK ((VALUE ~~ '%@%'::text));
