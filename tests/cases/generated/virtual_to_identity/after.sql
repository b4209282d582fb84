create table public.t (a int, c int generated always as identity);
