create function public.f(b int) returns int immutable language sql as 'select b + 2';
create table public.t (a int, c int generated always as (public.f(a)) stored);
