create table public.base (id int primary key, a text);
create table public.child (b int, primary key (id)) inherits (public.base);
