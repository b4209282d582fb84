CREATE TABLE public.base (
    id integer NOT NULL,
    a text DEFAULT 'x'::text NOT NULL,
    CONSTRAINT base_pkey PRIMARY KEY (id),
    CONSTRAINT base_a_check CHECK ((a <> ''::text))
);
--> statement-breakpoint
CREATE TABLE public.child (
    extra integer
)
INHERITS (public.base);
