create table public.t (id int, a text default 'x' check (a <> ''), b int);
create index on public.t (a);
insert into public.t values (1, 'y', 2);
