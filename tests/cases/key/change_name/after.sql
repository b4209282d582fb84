create table public.t (id int, a int, constraint new_key primary key (id), constraint new_unique unique (a));
create table public.r (id int references public.t);
