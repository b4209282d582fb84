create table public.t (id int);
insert into public.t values (1);
