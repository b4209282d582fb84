ALTER TABLE ONLY public.t ALTER COLUMN id DROP DEFAULT;
--> statement-breakpoint
ALTER TABLE public.t1 ALTER COLUMN id DROP DEFAULT;
--> statement-breakpoint
ALTER SEQUENCE public.t_id_seq RENAME TO t_id_seq__old;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
--> statement-breakpoint
SELECT setval('public.t_id_seq', last_value, is_called) FROM public.t_id_seq__old;
--> statement-breakpoint
DROP SEQUENCE public.t_id_seq__old;
