ALTER DOMAIN public.score DROP NOT NULL;
--> statement-breakpoint
ALTER DOMAIN public.score DROP DEFAULT;
