ALTER TABLE public.t ALTER COLUMN id DROP DEFAULT;
--> statement-breakpoint
ALTER SEQUENCE public.t_id_seq AS bigint;
--> statement-breakpoint
ALTER TABLE public.r ALTER COLUMN t TYPE bigint;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN id TYPE bigint;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN id SET DEFAULT nextval('public.t_id_seq'::regclass);
