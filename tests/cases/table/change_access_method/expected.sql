ALTER TABLE public.t SET UNLOGGED;
--> statement-breakpoint
ALTER TABLE public.t RESET (fillfactor);
--> statement-breakpoint
ALTER TABLE public.t SET (autovacuum_enabled=false, toast.autovacuum_enabled=false);
--> statement-breakpoint
ALTER TABLE public.t SET ACCESS METHOD heap2;
