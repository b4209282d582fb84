create table public.a (id int primary key);
create table public.b (x int constraint f1 references public.a not enforced, y int constraint f2 references public.a);
insert into public.a values (1);
insert into public.b values (1, 1);
