create table public.t (id int, a text) with (toast.autovacuum_enabled = false, toast.vacuum_truncate = true);
insert into public.t values (1, 'x');
