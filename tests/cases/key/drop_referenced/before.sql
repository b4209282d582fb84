create table public.t (id int primary key, a int unique);
create table public.r (id int references public.t, a int references public.t (a));
insert into public.t values (1, 2);
insert into public.r values (1, 2);
