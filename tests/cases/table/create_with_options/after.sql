create table public.t (id int, a text)
    with (fillfactor = 70, autovacuum_enabled = false, toast.autovacuum_enabled = off, toast_tuple_target = 2000);
