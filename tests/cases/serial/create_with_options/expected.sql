CREATE SEQUENCE public.t_id_seq AS integer START WITH 100;
--> statement-breakpoint
CREATE TABLE public.t (
    id integer DEFAULT nextval('public.t_id_seq'::regclass) NOT NULL
);
--> statement-breakpoint
CREATE TABLE public.u (
    id integer DEFAULT 5 NOT NULL
);
--> statement-breakpoint
CREATE SEQUENCE public.u_id_seq AS integer OWNED BY public.u.id;
--> statement-breakpoint
ALTER SEQUENCE public.t_id_seq OWNED BY public.t.id;
