create table public.log (id int generated always as identity, at date not null, a text default 'x' not null check (a <> ''))
    partition by range (at);
create table public.log_2025 partition of public.log for values from ('2025-01-01') to ('2026-01-01');
create table public.log_2026 partition of public.log for values from ('2026-01-01') to ('2027-01-01');
create index on public.log (a);
