CREATE TABLE public.one (
    id integer,
    a text NOT NULL
);
--> statement-breakpoint
CREATE TABLE public.two (
    id integer,
    b text,
    CONSTRAINT two_b_check CHECK ((b <> ''::text))
);
--> statement-breakpoint
CREATE TABLE public.child (
    id integer,
    c integer
)
INHERITS (public.one, public.two);
