DROP VIEW public.b;
--> statement-breakpoint
DROP VIEW public.a;
