create table public.a (id int primary key);
create table public.b (id int primary key, a int references public.a);
