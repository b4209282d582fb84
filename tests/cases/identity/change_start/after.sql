create table public.t (a int generated always as identity (start 500));
