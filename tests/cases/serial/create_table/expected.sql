CREATE TABLE public.t (
    id serial,
    a bigserial,
    b smallserial,
    CONSTRAINT t_pkey PRIMARY KEY (id)
);
