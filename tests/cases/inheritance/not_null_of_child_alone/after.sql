create table public.base (id int, a text);
create table public.child (a text not null, b int) inherits (public.base);
