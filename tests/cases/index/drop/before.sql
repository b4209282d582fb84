create table public.t (a int, b text);
create index i on public.t (a);
create unique index j on public.t (lower(b)) where a > 0;
insert into public.t values (1, 'x');
