create table public.t (id int, a text) with (fillfactor = 80, parallel_workers = 4);
