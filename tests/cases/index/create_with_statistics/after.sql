create table public.t (a int, b text);
create index i on public.t (a, lower(b), (a + 1));
alter index public.i alter column 2 set statistics 500;
