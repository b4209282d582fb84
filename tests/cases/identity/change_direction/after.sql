create table public.t (a int generated always as identity (increment -1));
