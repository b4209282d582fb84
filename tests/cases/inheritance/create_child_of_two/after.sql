create table public.one (id int, a text not null);
create table public.two (id int, b text check (b <> ''));
create table public.child (id int, c int) inherits (public.one, public.two);
