CREATE SCHEMA s;
--> statement-breakpoint
CREATE TABLE public.item (
    a integer,
    b integer,
    c text
);
--> statement-breakpoint
CREATE STATISTICS public.every ON a, b FROM public.item;
--> statement-breakpoint
ALTER STATISTICS public.every SET STATISTICS 500;
--> statement-breakpoint
CREATE STATISTICS s."some" (ndistinct, mcv) ON a, b, lower(c) FROM public.item;
--> statement-breakpoint
COMMENT ON STATISTICS public.every IS 'All kinds';
