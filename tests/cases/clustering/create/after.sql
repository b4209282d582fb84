create table public.t (a int primary key);
create materialized view public.m as select 1 as a;
create unique index i on public.m (a);
alter table public.t cluster on t_pkey;
alter materialized view public.m cluster on i;
