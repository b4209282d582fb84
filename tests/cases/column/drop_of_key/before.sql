create table public.t (id int, a int, b int, primary key (id, a), unique (a, b), check (a > b));
insert into public.t values (1, 2, 1);
