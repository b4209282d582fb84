create table public.t (a int, b int);
create index i on public.t (a);
create index j on public.t (b);
alter table public.t cluster on i;
