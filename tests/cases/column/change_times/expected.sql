ALTER TABLE public.t ALTER COLUMN a TYPE timestamp with time zone;
--> statement-breakpoint
-- The values of public.t.b are read in the TimeZone of the session that migrates. To name one: USING b AT TIME ZONE
-- 'UTC'
ALTER TABLE public.t ALTER COLUMN b TYPE timestamp with time zone;
--> statement-breakpoint
-- The values of public.t.c are read in the TimeZone of the session that migrates. To name one: USING c AT TIME ZONE
-- 'UTC'
ALTER TABLE public.t ALTER COLUMN c TYPE timestamp without time zone;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN d TYPE date;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN e TYPE date;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN f TYPE interval;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN g TYPE timestamp(0) with time zone;
