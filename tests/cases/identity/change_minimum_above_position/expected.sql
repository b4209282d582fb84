SELECT setval('public.t_a_seq', 100, false) FROM public.t_a_seq WHERE last_value NOT BETWEEN 100 AND 2147483647;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a SET MINVALUE 100 SET START WITH 100;
