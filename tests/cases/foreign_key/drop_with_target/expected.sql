ALTER TABLE public.b DROP CONSTRAINT b_a_fkey;
--> statement-breakpoint
DROP TABLE public.a;
