create table public.t (id serial primary key);
insert into public.t default values;
