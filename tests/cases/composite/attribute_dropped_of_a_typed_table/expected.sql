DROP INDEX public.more_d_idx;
--> statement-breakpoint
DROP VIEW public.sums;
--> statement-breakpoint
ALTER TABLE public.freed NOT OF;
--> statement-breakpoint
ALTER TYPE public.pair ALTER ATTRIBUTE c TYPE bigint CASCADE, ADD ATTRIBUTE e date CASCADE;
--> statement-breakpoint
ALTER TABLE public.more NOT OF;
--> statement-breakpoint
ALTER TABLE public.pairs NOT OF;
--> statement-breakpoint
ALTER TYPE public.pair DROP ATTRIBUTE d;
--> statement-breakpoint
ALTER TABLE public.more DROP COLUMN d;
--> statement-breakpoint
ALTER TABLE public.more OF public.pair;
--> statement-breakpoint
ALTER TABLE public.pairs DROP COLUMN d;
--> statement-breakpoint
ALTER TABLE public.pairs OF public.pair;
--> statement-breakpoint
CREATE TABLE public.added OF public.pair;
--> statement-breakpoint
CREATE VIEW public.sums AS
 SELECT (a + c) AS sum
   FROM public.pairs;
