SELECT setval('public.s', 10, false) FROM public.s WHERE last_value NOT BETWEEN 10 AND 9223372036854775807;
--> statement-breakpoint
ALTER SEQUENCE public.s MINVALUE 10 START WITH 10;
