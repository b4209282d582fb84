create table public.log (at date not null, a text) partition by range (at);
create table public.log_2026 partition of public.log for values from ('2026-01-01') to ('2027-01-01');
