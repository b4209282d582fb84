ALTER DOMAIN public.score SET DEFAULT 2;
--> statement-breakpoint
ALTER DOMAIN public.score SET NOT NULL;
