create table public.t (id int, a int, constraint old_key primary key (id), constraint old_unique unique (a));
create table public.r (id int references public.t);
insert into public.t values (1, 2);
insert into public.r values (1);
