create function public.f(text) returns text immutable language sql as 'select lower($1)';
create table public.t (b text);
create index i on public.t (public.f(b));
