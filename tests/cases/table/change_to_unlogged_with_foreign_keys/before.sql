create table public.b (id int primary key, self int references public.b);
create table public.a (id int primary key, b int references public.b);
create table public.c (a int references public.a, b int references public.b);
insert into public.b values (1, 1);
insert into public.a values (1, 1);
insert into public.c values (1, 1);
