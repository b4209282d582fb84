create table public.t (id int generated always as identity primary key, x int);
insert into public.t (x) values (1), (2), (3);
