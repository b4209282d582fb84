create table public.t (a int generated always as identity primary key, b text);
insert into public.t (b) values ('x');
