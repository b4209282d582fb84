create table public.t (a int, b int, c text);
insert into public.t values (1, 2, 'x');
