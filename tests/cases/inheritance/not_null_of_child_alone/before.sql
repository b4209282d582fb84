create table public.base (id int, a text);
create table public.child (b int) inherits (public.base);
insert into public.child values (1, 'x', 2);
