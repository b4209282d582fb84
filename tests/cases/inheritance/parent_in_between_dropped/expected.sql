ALTER TABLE public.grand NO INHERIT public.mid;
--> statement-breakpoint
DROP TABLE public.mid;
--> statement-breakpoint
ALTER TABLE public.grand INHERIT public.base;
