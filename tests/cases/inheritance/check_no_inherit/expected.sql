ALTER TABLE public.base DROP CONSTRAINT k;
--> statement-breakpoint
ALTER TABLE public.base ADD CONSTRAINT k CHECK ((id > 0)) NO INHERIT;
