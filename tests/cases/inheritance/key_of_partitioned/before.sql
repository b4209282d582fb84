create table public.log (at date not null, a text) partition by range (at);
create table public.log_2025 partition of public.log for values from ('2025-01-01') to ('2026-01-01');
insert into public.log values ('2025-05-05', 'x');
