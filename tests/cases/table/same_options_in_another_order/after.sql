create table public.t (id int) with (parallel_workers = 4, fillfactor = 70);
