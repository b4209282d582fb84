create table public.t (a int primary key, b int);
insert into public.t values (1, 2);
