create table public.t (a int, b int, primary key (a, b));
