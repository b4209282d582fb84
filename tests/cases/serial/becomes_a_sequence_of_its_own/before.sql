create table public.t (id serial primary key, x int);
insert into public.t (x) values (1), (2), (3);
