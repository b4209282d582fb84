CREATE SEQUENCE public.counter;
--> statement-breakpoint
SELECT setval('public.counter', last_value, is_called) FROM public.t_id_seq;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN id SET DEFAULT nextval('public.counter'::regclass);
--> statement-breakpoint
DROP SEQUENCE public.t_id_seq;
