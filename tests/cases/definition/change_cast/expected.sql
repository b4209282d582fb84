DROP CAST (text AS public.mood);
--> statement-breakpoint
CREATE CAST (text AS public.mood) WITH INOUT AS IMPLICIT;
--> statement-breakpoint
COMMENT ON CAST (text AS public.mood) IS 'Kept';
