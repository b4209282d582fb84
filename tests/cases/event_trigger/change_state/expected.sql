ALTER TABLE public.t ADD COLUMN b integer;
--> statement-breakpoint
ALTER EVENT TRIGGER e ENABLE REPLICA;
