DROP FUNCTION public.total();
--> statement-breakpoint
ALTER TABLE public.item ALTER COLUMN price TYPE bigint;
--> statement-breakpoint
CREATE FUNCTION public.half(n numeric)
 RETURNS numeric
 LANGUAGE sql
 IMMUTABLE
RETURN (n / (2)::numeric);
--> statement-breakpoint
CREATE FUNCTION public.total()
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 SELECT ((sum(item.price))::bigint + 1)
    FROM public.item;
END;
