create table public.t (a int, constraint k unique (a) with (fillfactor = 70));
insert into public.t values (1);
