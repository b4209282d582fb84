create table public.a (id int primary key) partition by range (id);
create table public.a1 partition of public.a for values from (0) to (100);
create table public.b (id int primary key, a int references public.a) partition by range (id);
create table public.b1 partition of public.b for values from (0) to (100);
