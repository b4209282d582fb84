create table public.a (id int primary key);
create table public.b (x int references public.a, y int references public.a deferrable initially deferred, z int references public.a deferrable);
insert into public.a values (1);
insert into public.b values (1, 1, 1);
