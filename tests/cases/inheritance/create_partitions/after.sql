create table public.log (at date not null, kind text, a text, primary key (at, kind)) partition by range (at);
create table public.log_2025 partition of public.log for values from ('2025-01-01') to ('2026-01-01');
create table public.log_2026 partition of public.log for values from ('2026-01-01') to ('2027-01-01')
    partition by list (kind);
create table public.log_2026_a partition of public.log_2026 for values in ('a', 'b');
create table public.log_2026_rest partition of public.log_2026 default;
create index log_a on public.log (a);
