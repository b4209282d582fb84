DROP STATISTICS public.x;
--> statement-breakpoint
CREATE STATISTICS public.x (mcv) ON a, b FROM public.item;
--> statement-breakpoint
ALTER STATISTICS public.y SET STATISTICS 7;
--> statement-breakpoint
COMMENT ON STATISTICS public.x IS 'Kept';
