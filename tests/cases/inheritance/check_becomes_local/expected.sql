ALTER TABLE public.child ADD CONSTRAINT k CHECK ((id > 0));
--> statement-breakpoint
ALTER TABLE public.base DROP CONSTRAINT k;
