create table public.a (id int primary key, b int);
create table public.b (id int primary key, a int);
insert into public.a values (1, 1);
insert into public.b values (1, 1);
