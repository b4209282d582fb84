create table public.t (a int primary key);
create materialized view public.m as select 1 as a;
create unique index i on public.m (a);
insert into public.t values (1);
