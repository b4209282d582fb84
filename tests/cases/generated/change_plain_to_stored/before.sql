create table public.t (a int, c int);
insert into public.t values (1, 7);
