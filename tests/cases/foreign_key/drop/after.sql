create table public.a (id int primary key);
create table public.b (a int);
