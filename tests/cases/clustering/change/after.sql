create table public.t (a int primary key, b int);
create index i on public.t (b);
alter table public.t cluster on i;
