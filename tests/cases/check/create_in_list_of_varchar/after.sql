create table public.t (a varchar(10) check (a in ('x', 'y')));
create index i on public.t (a) where a in ('x', 'y');
create view public.v as select a from public.t where a in ('x', 'y');
