ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY;
--> statement-breakpoint
SELECT setval('public.t_a_seq', max(a)) FROM public.t HAVING max(a) >= 1;
