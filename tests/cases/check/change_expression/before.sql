create table public.t (a int, constraint c check (a > 0));
insert into public.t values (5);
