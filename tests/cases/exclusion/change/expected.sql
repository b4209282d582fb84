ALTER TABLE public.t DROP CONSTRAINT free;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT free EXCLUDE USING gist (during WITH &&) WHERE ((NOT isempty(during)));
