ALTER TABLE public.a DROP CONSTRAINT apart;
--> statement-breakpoint
ALTER TABLE public.b ADD CONSTRAINT apart EXCLUDE USING gist (r WITH &&);
