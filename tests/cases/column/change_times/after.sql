create table public.t (a timestamptz, b timestamptz, c timestamp, d date, e date, f interval, g timestamptz(0));
