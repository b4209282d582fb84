create table public.t (id serial primary key, x int);
