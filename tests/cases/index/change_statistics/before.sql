create table public.t (a int);
create index i on public.t ((a + 1), (a + 2));
alter index public.i alter column 1 set statistics 500;
