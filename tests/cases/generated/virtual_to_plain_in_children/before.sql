create table public.t (a int, c int generated always as (a * 2) virtual);
create table public.u () inherits (public.t);
insert into public.u values (1);
create table public.p (a int, c int generated always as (a * 2) virtual) partition by list (a);
create table public.p1 partition of public.p for values in (1);
insert into public.p values (1);
