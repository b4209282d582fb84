create table public.base (id int);
create table public.child (a text, b int) inherits (public.base);
