create table public.t (id serial, a int);
insert into public.t values (1);
