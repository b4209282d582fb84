create table public.t (a int, c int generated always as (a * 2) stored, d int generated always as (a * 2) virtual);
create index on public.t (c);
insert into public.t values (1);
