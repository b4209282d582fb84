CREATE TABLE public.t (
    a integer,
    b integer
);
--> statement-breakpoint
CREATE FUNCTION public.top()
 RETURNS integer
 LANGUAGE sql
BEGIN ATOMIC
 SELECT max(t.a) AS max
    FROM public.t;
END;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b SET DEFAULT public.top();
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT k CHECK (((public.top() IS NULL) OR (a > 0)));
