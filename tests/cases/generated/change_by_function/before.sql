create function public.f(a int) returns int immutable language sql as 'select a + 1';
create table public.t (a int, c int generated always as (public.f(a)) stored);
insert into public.t values (1);
