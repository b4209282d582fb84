create table public.t (a int check (a > 0), b text);
insert into public.t values (1, 'x');
