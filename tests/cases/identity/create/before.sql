create table public.t (a int not null, b text);
insert into public.t values (1, 'x');
