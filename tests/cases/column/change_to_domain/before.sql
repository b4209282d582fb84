create domain public.email as text check (value like '%@%');
create table public.t (a text);
insert into public.t values ('x@y');
