create table public.t (a int, c int generated always as (a * 3) stored, d int generated always as (a * 3) virtual);
create index on public.t (c);
