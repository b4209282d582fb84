create table public.t (id int) with (fillfactor = 70, parallel_workers = 4);
