ALTER TABLE public.b DROP CONSTRAINT b_a_fkey;
--> statement-breakpoint
DROP INDEX public.au;
