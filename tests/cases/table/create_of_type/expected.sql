CREATE TABLE public.pairs OF public.pair (
    a WITH OPTIONS NOT NULL,
    b WITH OPTIONS DEFAULT 'x'::text NOT NULL,
    CONSTRAINT pairs_pkey PRIMARY KEY (a)
);
