create table public.t (a int, b varchar(10));
create index i on public.t (a) where a > 0;
create unique index j on public.t (lower(b));
insert into public.t values (1, 'x');
