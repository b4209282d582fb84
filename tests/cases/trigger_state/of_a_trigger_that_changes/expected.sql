ALTER TABLE ONLY public.t1 ENABLE TRIGGER a;
--> statement-breakpoint
CREATE OR REPLACE TRIGGER a AFTER INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.f();
--> statement-breakpoint
ALTER TABLE public.t DISABLE TRIGGER b;
--> statement-breakpoint
ALTER TABLE ONLY public.t1 DISABLE TRIGGER a;
--> statement-breakpoint
ALTER TABLE ONLY public.t1 ENABLE ALWAYS TRIGGER b;
