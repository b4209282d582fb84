create table public.t (a int, c int);
create table public.u () inherits (public.t);
create table public.p (a int, c int) partition by list (a);
create table public.p1 partition of public.p for values in (1);
