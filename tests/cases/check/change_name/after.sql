create table public.t (a int, constraint d check (a > 0));
