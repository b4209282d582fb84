ALTER TABLE public.c SET UNLOGGED;
--> statement-breakpoint
ALTER TABLE public.a SET UNLOGGED;
--> statement-breakpoint
ALTER TABLE public.b SET UNLOGGED;
