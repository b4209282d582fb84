create table public.t (a int, b int);
create index i on public.t (a, b);
create unique index j on public.t (a);
create index k on public.t (a) where b > 1;
