create table public.t (a int, c int generated always as (a * 2) virtual, b int);
insert into public.t values (1), (2);
