create table public.t (id int, made timestamptz not null default clock_timestamp());
