ALTER TABLE public.t ALTER CONSTRAINT n INHERIT;
--> statement-breakpoint
ALTER TABLE public.t VALIDATE CONSTRAINT v;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT other PRIMARY KEY (id, x);
