ALTER DOMAIN public.score DROP CONSTRAINT bounds;
--> statement-breakpoint
ALTER DOMAIN public.score ADD CONSTRAINT bounds CHECK (((VALUE >= 0) AND (VALUE <= 100)));
