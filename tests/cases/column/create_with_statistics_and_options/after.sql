create table public.t (id int, a int);
alter table public.t alter a set statistics 500, alter a set (n_distinct = 100);
