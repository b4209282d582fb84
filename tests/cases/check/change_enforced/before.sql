create table public.t (a int, constraint c check (a > 0) not enforced, constraint d check (a > 1));
insert into public.t values (5);
