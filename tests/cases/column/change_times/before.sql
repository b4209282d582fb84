create table public.t (a date, b timestamp, c timestamptz, d timestamptz, e timestamp, f time, g timestamptz(6));
insert into public.t values ('2026-01-01', '2026-01-01', '2026-01-01', '2026-01-01', '2026-01-01', '10:00', '2026-01-01');
