create table public.t (a bigint, b int);
insert into public.t values (0, 1);
