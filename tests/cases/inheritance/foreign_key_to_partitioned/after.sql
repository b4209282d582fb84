create table public.log (at date primary key, a text) partition by range (at);
create table public.log_2025 partition of public.log for values from ('2025-01-01') to ('2026-01-01');
create table public.note (id int primary key, at date references public.log);
