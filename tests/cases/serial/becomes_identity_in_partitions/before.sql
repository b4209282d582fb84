create table public.t (id serial, x int) partition by list (x);
create table public.t1 partition of public.t for values in (1);
insert into public.t (x) values (1), (1);
