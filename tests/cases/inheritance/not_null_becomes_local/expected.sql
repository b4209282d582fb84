CREATE TABLE public.child__parent (id integer);
--> statement-breakpoint
ALTER TABLE public.child INHERIT public.child__parent;
--> statement-breakpoint
ALTER TABLE ONLY public.child__parent DROP COLUMN id;
--> statement-breakpoint
ALTER TABLE public.child NO INHERIT public.child__parent;
--> statement-breakpoint
DROP TABLE public.child__parent;
--> statement-breakpoint
ALTER TABLE public.child ALTER COLUMN id SET NOT NULL;
--> statement-breakpoint
ALTER TABLE public.base ALTER COLUMN id DROP NOT NULL;
