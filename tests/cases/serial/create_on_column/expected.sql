CREATE SEQUENCE public.t_id_seq AS integer OWNED BY public.t.id;
--> statement-breakpoint
SELECT setval('public.t_id_seq', max(id)) FROM public.t HAVING max(id) >= 1;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN id SET DEFAULT nextval('public.t_id_seq'::regclass);
