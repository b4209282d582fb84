CREATE VIEW public.a AS
 SELECT 1 AS "?column?",
    2 AS "?column?2",
    NULL::integer AS int4;
--> statement-breakpoint
CREATE VIEW public.b AS
 SELECT NULL::integer AS "?column?";
--> statement-breakpoint
CREATE VIEW public.c AS
 SELECT column1 AS x,
    column2 AS y
   FROM (VALUES (1,'a'::text), (2,'b'::text)) "*VALUES*";
--> statement-breakpoint
CREATE VIEW public.d AS
 SELECT 1 AS count
UNION
 SELECT NULL::integer AS count;
--> statement-breakpoint
CREATE VIEW public.e AS
 SELECT "?column?" AS z
   FROM public.b;
