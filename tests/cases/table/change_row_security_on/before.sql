create table public.t (id int, owner text);
insert into public.t values (1, 'x');
