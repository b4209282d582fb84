create table public.t (id int generated always as identity, x int) partition by list (x);
create table public.t1 partition of public.t for values in (1);
