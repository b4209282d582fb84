create table public.a (id int primary key);
create table public.c (id int primary key);
create table public.b (a int constraint f references public.a);
insert into public.a values (1);
