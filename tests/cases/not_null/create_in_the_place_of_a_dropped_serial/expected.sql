ALTER TABLE public.u DROP CONSTRAINT u_pkey;
--> statement-breakpoint
ALTER TABLE public.u ADD COLUMN more integer DEFAULT nextval('public.u_id_seq'::regclass) NOT NULL;
--> statement-breakpoint
ALTER TABLE public.u ADD CONSTRAINT u_pkey PRIMARY KEY (more);
--> statement-breakpoint
ALTER SEQUENCE public.u_id_seq OWNED BY public.u.more;
--> statement-breakpoint
ALTER TABLE public.u DROP COLUMN id;
