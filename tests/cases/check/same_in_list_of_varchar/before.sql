create table public.t (a varchar(10), constraint c check (a in ('x', 'y')));
create index i on public.t (a) where a in ('x', 'y');
insert into public.t values ('x');
