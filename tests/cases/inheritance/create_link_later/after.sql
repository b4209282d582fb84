create table public.base (id int, a text);
create table public.child (id int, a text, b int);
alter table public.child inherit public.base;
