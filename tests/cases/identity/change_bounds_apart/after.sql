create table public.t (a int generated always as identity (minvalue 100 start 100));
