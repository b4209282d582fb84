ALTER TABLE public.base RENAME COLUMN name TO title;
--> statement-breakpoint
ALTER TABLE public.child RENAME COLUMN extra TO more;
