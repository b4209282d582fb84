create table public.t (id int not null, a int, b int);
