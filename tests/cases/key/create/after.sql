create table public.t (id int primary key, a int unique, b int, constraint pair unique (a, b));
