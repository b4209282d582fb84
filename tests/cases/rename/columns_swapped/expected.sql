ALTER TABLE public.t RENAME COLUMN a TO a__away;
--> statement-breakpoint
ALTER TABLE public.t RENAME COLUMN b TO a;
--> statement-breakpoint
ALTER TABLE public.t RENAME COLUMN a__away TO b;
