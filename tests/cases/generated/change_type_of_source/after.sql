create table public.t (a bigint, c bigint generated always as (a * 2) stored, d bigint generated always as (a * 2) virtual);
create index on public.t (c);
