ALTER TABLE public.t DROP CONSTRAINT ck;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT ck CHECK ((b > 0)) NOT VALID;
--> statement-breakpoint
ALTER TABLE public.t ALTER CONSTRAINT fk DEFERRABLE;
--> statement-breakpoint
ALTER TABLE public.t VALIDATE CONSTRAINT fk;
