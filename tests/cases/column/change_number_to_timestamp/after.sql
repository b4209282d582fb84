create table public.t (a timestamptz, b int);
