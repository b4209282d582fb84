create table public.b (id int, a int);
