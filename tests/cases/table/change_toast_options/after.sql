create table public.t (id int, a text) with (toast.autovacuum_enabled = true, toast.log_autovacuum_min_duration = 10);
