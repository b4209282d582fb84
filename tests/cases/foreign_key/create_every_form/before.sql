create table public.a (x int, y int, primary key (x, y));
create table public.b (id int primary key, x int, y int);
insert into public.a values (1, 2);
insert into public.b values (1, 1, 2);
