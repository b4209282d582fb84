create table public.base (id int primary key, a text not null default 'x' check (a <> ''));
create table public.child (extra int) inherits (public.base);
