CREATE TABLE public.t (
    id serial,
    a text DEFAULT 'x'::text NOT NULL,
    CONSTRAINT t_pkey PRIMARY KEY (id),
    CONSTRAINT t_a_check CHECK ((a <> ''::text))
);
