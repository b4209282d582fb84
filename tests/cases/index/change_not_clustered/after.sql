create table public.t (a int);
create index i on public.t (a);
