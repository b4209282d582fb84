create function public.f() returns int language sql as 'select 1';
create table public.t (id int, a int default public.f());
insert into public.t values (1, 2);
