DROP STATISTICS public.s;
--> statement-breakpoint
CREATE STATISTICS public.s ON (a + 2) FROM public.t;
