DROP INDEX public.item_same;
--> statement-breakpoint
DROP VIEW public.v;
--> statement-breakpoint
DROP OPERATOR public.=== (integer, integer);
--> statement-breakpoint
CREATE OPERATOR public.=== (
    FUNCTION = int4eq,
    LEFTARG = integer,
    RIGHTARG = integer,
    HASHES,
    RESTRICT = eqsel
);
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT (a OPERATOR(public.===) b) AS same
   FROM public.item;
--> statement-breakpoint
CREATE INDEX item_same ON public.item USING btree (((a OPERATOR(public.===) b)));
