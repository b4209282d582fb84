create table public.t (a int, c int generated always as (a * 2) stored, d int generated always as (a * 3) stored, b int);
create index on public.t (c);
insert into public.t values (1), (2);
