ALTER TABLE public.item DISABLE TRIGGER a;
--> statement-breakpoint
ALTER TABLE public.item ENABLE REPLICA TRIGGER b;
--> statement-breakpoint
ALTER TABLE public.item ENABLE TRIGGER c;
