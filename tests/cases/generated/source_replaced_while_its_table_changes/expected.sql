DROP POLICY p ON public.t;
--> statement-breakpoint
ALTER TABLE public.t SET (fillfactor=80);
--> statement-breakpoint
ALTER TABLE public.t DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN new integer;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN g SET EXPRESSION AS ((new * 2));
--> statement-breakpoint
ALTER TABLE public.t DROP COLUMN old;
