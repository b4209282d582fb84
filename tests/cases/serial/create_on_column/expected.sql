CREATE SEQUENCE public.t_id_seq AS integer OWNED BY public.t.id;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN id SET DEFAULT nextval('public.t_id_seq'::regclass);
