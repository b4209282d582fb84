create table public.t (id int generated always as identity);
insert into public.t default values;
