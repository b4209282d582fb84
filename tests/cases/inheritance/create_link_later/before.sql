create table public.base (id int, a text);
create table public.child (id int, a text, b int);
insert into public.child values (1, 'x', 2);
