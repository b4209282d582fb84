create table public.a (id int primary key);
create table public.b (x int constraint f1 references public.a, y int constraint f2 references public.a not enforced);
