ALTER TABLE public.a ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.b ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.c DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY p ON public.a
    USING ((id > 0));
