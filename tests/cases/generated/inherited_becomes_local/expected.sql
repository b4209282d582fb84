CREATE TABLE public.book__parent (gross integer GENERATED ALWAYS AS (NULL) STORED);
--> statement-breakpoint
ALTER TABLE public.book INHERIT public.book__parent;
--> statement-breakpoint
ALTER TABLE ONLY public.book__parent DROP COLUMN gross;
--> statement-breakpoint
ALTER TABLE public.book NO INHERIT public.book__parent;
--> statement-breakpoint
DROP TABLE public.book__parent;
--> statement-breakpoint
ALTER TABLE public.book ALTER COLUMN gross SET EXPRESSION AS ((price + 2));
