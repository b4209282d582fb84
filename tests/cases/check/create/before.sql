create table public.t (a int, b text);
insert into public.t values (1, 'x');
