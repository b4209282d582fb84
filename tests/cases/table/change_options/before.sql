create table public.t (id int, a text) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.1);
insert into public.t values (1, 'x');
