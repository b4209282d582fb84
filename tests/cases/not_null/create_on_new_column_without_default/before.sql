create table public.t (a int);
insert into public.t values (1);
