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
ALTER TABLE public.child ALTER COLUMN a SET NOT NULL;
