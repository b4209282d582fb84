create table public.a (id int primary key);
create table public.b (id int primary key, a int references public.a);
insert into public.a values (1);
insert into public.b values (1, 1);
