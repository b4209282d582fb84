ALTER SEQUENCE public.t_id_seq RENAME TO t_id_seq__old;
--> statement-breakpoint
CREATE SEQUENCE public.t_id_seq AS integer OWNED BY public.t.id;
--> statement-breakpoint
SELECT setval('public.t_id_seq', last_value, is_called) FROM public.t_id_seq__old;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN id DROP IDENTITY;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN id SET DEFAULT nextval('public.t_id_seq'::regclass);
