ALTER SEQUENCE public.gone_id_seq OWNED BY NONE;
--> statement-breakpoint
ALTER SEQUENCE public.kept_id_seq OWNED BY NONE;
--> statement-breakpoint
ALTER SEQUENCE public.gone_id_seq OWNER TO CURRENT_USER;
--> statement-breakpoint
ALTER SEQUENCE public.kept_id_seq OWNER TO CURRENT_USER;
--> statement-breakpoint
ALTER TABLE public.gone ALTER COLUMN id DROP DEFAULT;
--> statement-breakpoint
ALTER TABLE public.moved ALTER COLUMN id DROP DEFAULT;
--> statement-breakpoint
DROP SEQUENCE public.gone_id_seq;
--> statement-breakpoint
CREATE SEQUENCE public.odd INCREMENT BY 5;
--> statement-breakpoint
CREATE SEQUENCE public.t_id_seq AS integer;
--> statement-breakpoint
SELECT setval('public.t_id_seq', max(id)) FROM public.t HAVING max(id) >= 1;
--> statement-breakpoint
CREATE TABLE public.moved_to (
    id integer DEFAULT nextval('public.moved_id_seq'::regclass) NOT NULL
);
--> statement-breakpoint
CREATE TABLE public.new (
    id serial
);
--> statement-breakpoint
CREATE TABLE public.with_odd (
    id integer DEFAULT nextval('public.odd'::regclass) NOT NULL
);
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN id SET DEFAULT nextval('public.t_id_seq'::regclass);
--> statement-breakpoint
ALTER TABLE public.given OWNER TO app;
--> statement-breakpoint
ALTER TABLE public.moved_to OWNER TO app;
--> statement-breakpoint
ALTER TABLE public.new OWNER TO app;
--> statement-breakpoint
ALTER TABLE public.with_odd OWNER TO app;
--> statement-breakpoint
ALTER SEQUENCE public.odd OWNER TO app;
--> statement-breakpoint
ALTER SEQUENCE public.t_id_seq OWNER TO app;
--> statement-breakpoint
ALTER SEQUENCE public.moved_id_seq OWNED BY public.moved_to.id;
--> statement-breakpoint
ALTER SEQUENCE public.odd OWNED BY public.with_odd.id;
--> statement-breakpoint
ALTER SEQUENCE public.t_id_seq OWNED BY public.t.id;
