create table public.t (id int primary key, a int);
create table public.r (id int references public.t, a int);
