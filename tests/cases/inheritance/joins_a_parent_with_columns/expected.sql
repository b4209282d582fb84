ALTER TABLE public.x ADD COLUMN tag text DEFAULT 'x'::text NOT NULL;
--> statement-breakpoint
ALTER TABLE public.x ADD CONSTRAINT mixin_tag_check CHECK ((tag <> ''::text));
--> statement-breakpoint
ALTER TABLE public.x INHERIT public.mixin;
