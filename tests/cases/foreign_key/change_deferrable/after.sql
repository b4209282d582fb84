create table public.a (id int primary key);
create table public.b (x int references public.a deferrable initially deferred, y int references public.a, z int references public.a deferrable initially deferred);
