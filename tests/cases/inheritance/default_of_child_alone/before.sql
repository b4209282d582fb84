create table public.base (id int, a text default 'x');
create table public.child (b int) inherits (public.base);
