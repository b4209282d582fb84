create table public.t (id int not null, a int, b int);
insert into public.t values (1, 2, 3);
