CREATE TABLE public.t (
    a integer
);
--> statement-breakpoint
CREATE PROCEDURE public.clear()
 LANGUAGE sql
BEGIN ATOMIC
 DELETE FROM public.t;
END;
--> statement-breakpoint
CREATE PROCEDURE public.fill(IN n integer, INOUT done integer DEFAULT 0)
 LANGUAGE plpgsql
AS $procedure$
BEGIN
    INSERT INTO public.t SELECT generate_series(1, n);
    done := n;
END $procedure$;
