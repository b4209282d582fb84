create function public.f() returns bigint language sql as 'select 2::bigint';
create table public.t (id int, a int default public.f());
