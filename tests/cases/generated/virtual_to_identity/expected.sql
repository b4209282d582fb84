ALTER TABLE public.t DROP COLUMN c;
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN c integer GENERATED ALWAYS AS ((a * 2)) STORED;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN c DROP EXPRESSION;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN c SET NOT NULL;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN c ADD GENERATED ALWAYS AS IDENTITY;
--> statement-breakpoint
SELECT setval('public.t_c_seq', max(c)) FROM public.t HAVING max(c) >= 1;
