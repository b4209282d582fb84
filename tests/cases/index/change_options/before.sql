create table public.t (a int);
create index i on public.t (a) with (fillfactor = 70);
insert into public.t values (1);
