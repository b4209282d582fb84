create table public.t (a int, b int);
create index i on public.t (a);
create index j on public.t (a);
create index k on public.t (a) where b > 0;
insert into public.t values (1, 2);
