ALTER TABLE public.t DROP CONSTRAINT ck;
--> statement-breakpoint
ALTER TABLE public.t DROP CONSTRAINT uq;
--> statement-breakpoint
ALTER TABLE public.t ALTER CONSTRAINT nn NO INHERIT;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT uq UNIQUE NULLS NOT DISTINCT (b) INCLUDE (a) WITH (fillfactor=70);
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT ck CHECK ((b > 0)) NOT ENFORCED;
--> statement-breakpoint
ALTER TABLE public.t ALTER CONSTRAINT fk DEFERRABLE INITIALLY DEFERRED NOT ENFORCED;
