create table public.t (a text, b text compression pglz);
insert into public.t values ('x', 'y');
