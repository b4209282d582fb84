CREATE OR REPLACE RULE r AS
    ON INSERT TO public.t
   WHERE (new.a > 1) DO INSTEAD NOTHING;
--> statement-breakpoint
ALTER TABLE public.t DISABLE RULE r;
