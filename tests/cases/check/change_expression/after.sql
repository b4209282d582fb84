create table public.t (a int, constraint c check (a > 1));
