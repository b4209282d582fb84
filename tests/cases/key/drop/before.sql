create table public.t (id int primary key, a int unique, b int, unique (a, b));
insert into public.t values (1, 2, 3);
