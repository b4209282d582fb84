create table public.base (id int, a text default 'x');
create table public.child (a text default 'y', b int) inherits (public.base);
