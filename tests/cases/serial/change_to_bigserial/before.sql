create table public.t (id serial primary key);
create table public.r (t int references public.t);
insert into public.t default values;
