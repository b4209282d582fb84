create table public.t (a int);
create index j on public.t (a);
