CREATE OR REPLACE FUNCTION public.total()
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 SELECT sum(item.price) AS sum
    FROM public.item;
END;
--> statement-breakpoint
ALTER TABLE public.item DROP COLUMN old;
