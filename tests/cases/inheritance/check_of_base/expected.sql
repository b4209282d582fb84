ALTER TABLE public.base ADD CONSTRAINT filled CHECK ((a <> ''::text));
--> statement-breakpoint
ALTER TABLE public.base ADD CONSTRAINT own CHECK ((id > 0)) NO INHERIT;
