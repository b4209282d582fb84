ALTER TABLE public.a DROP CONSTRAINT a_b_fkey;
--> statement-breakpoint
ALTER TABLE public.b DROP CONSTRAINT b_a_fkey;
--> statement-breakpoint
DROP TABLE public.a;
--> statement-breakpoint
DROP TABLE public.b;
