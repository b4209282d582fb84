ALTER TYPE public.one ADD VALUE 'b';
--> statement-breakpoint
CREATE DOMAIN public.u_id_seq AS text;
--> statement-breakpoint
CREATE SEQUENCE public.one__new INCREMENT BY 5;
--> statement-breakpoint
ALTER SEQUENCE public.one__new RENAME TO one;
--> statement-breakpoint
CREATE SEQUENCE public.u_id_seq__new AS integer;
--> statement-breakpoint
ALTER SEQUENCE public.u_id_seq__new RENAME TO u_id_seq;
--> statement-breakpoint
CREATE TABLE public.u (
    id integer DEFAULT nextval('public.u_id_seq'::regclass) NOT NULL
);
--> statement-breakpoint
ALTER SEQUENCE public.u_id_seq OWNED BY public.u.id;
