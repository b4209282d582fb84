create table public.t (a int, b int);
insert into public.t values (null, 1);
