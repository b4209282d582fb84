create table public.t (a int generated always as identity, b int generated always as identity (cycle cache 5));
insert into public.t default values;
