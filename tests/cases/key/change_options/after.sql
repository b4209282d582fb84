create table public.t (a int, constraint k unique (a) with (fillfactor = 80));
