CREATE TABLE public.child__parent (a text);
--> statement-breakpoint
ALTER TABLE public.child INHERIT public.child__parent;
--> statement-breakpoint
ALTER TABLE ONLY public.child__parent DROP COLUMN a;
--> statement-breakpoint
ALTER TABLE public.child NO INHERIT public.child__parent;
--> statement-breakpoint
DROP TABLE public.child__parent;
--> statement-breakpoint
-- public.child.a becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE
-- public.child SET a = … WHERE a IS NULL
ALTER TABLE public.child ALTER COLUMN a SET NOT NULL;
