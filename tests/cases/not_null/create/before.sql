create table public.t (a int, b text default 'x');
insert into public.t values (1, 'y');
