create table public.t (a int, b int);
alter table public.t alter a set (n_distinct = 100), alter b set (n_distinct = -0.5, n_distinct_inherited = 5);
insert into public.t values (1, 2);
