create table public.t (
    id integer constraint t_pkey primary key,
    name character varying(10) not null,
    at timestamp with time zone default current_timestamp,
    ok bool default 'true'
);
