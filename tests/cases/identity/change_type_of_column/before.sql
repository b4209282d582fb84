create table public.t (a int generated always as identity primary key);
insert into public.t default values;
