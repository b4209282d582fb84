create table public.t (a int, c int generated always as (a * 2) virtual not null);
insert into public.t values (1), (20);
