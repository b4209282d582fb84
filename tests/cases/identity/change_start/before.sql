create table public.t (a int generated always as identity);
insert into public.t default values;
