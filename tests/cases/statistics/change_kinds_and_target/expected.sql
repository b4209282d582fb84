DROP STATISTICS public.s;
--> statement-breakpoint
CREATE STATISTICS public.s (ndistinct, mcv) ON a, (a + b) FROM public.t;
--> statement-breakpoint
ALTER STATISTICS public.s SET STATISTICS 5;
--> statement-breakpoint
COMMENT ON STATISTICS public.s IS 'x';
