create table public.t (a int, b int);
alter table public.t alter a set (n_distinct = 200), alter b set (n_distinct = -0.5);
