ALTER PUBLICATION pb DROP TABLE ONLY public.t;
--> statement-breakpoint
DROP STATISTICS public.s;
--> statement-breakpoint
DROP INDEX public.i;
--> statement-breakpoint
DROP VIEW public.v;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.f()
 RETURNS integer
 LANGUAGE sql
BEGIN ATOMIC
 SELECT t.a
    FROM public.t;
END;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT a
   FROM public.t;
--> statement-breakpoint
CREATE INDEX i ON public.t USING btree (a);
--> statement-breakpoint
CREATE OR REPLACE TRIGGER tr AFTER UPDATE OF a ON public.t FOR EACH ROW EXECUTE FUNCTION public.tf();
--> statement-breakpoint
ALTER POLICY p ON public.t
    USING ((a > 1));
--> statement-breakpoint
ALTER TABLE public.t DROP COLUMN b;
--> statement-breakpoint
ALTER PUBLICATION pb ADD TABLE ONLY public.t (a);
