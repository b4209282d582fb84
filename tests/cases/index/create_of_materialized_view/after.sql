create table public.t (a int);
create materialized view public.m as select a from public.t;
create unique index i on public.m (a);
alter materialized view public.m cluster on i;
