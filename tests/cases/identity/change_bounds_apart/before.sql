create table public.t (a int generated always as identity (maxvalue 10));
insert into public.t default values;
