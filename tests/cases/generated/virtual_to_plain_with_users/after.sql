create table public.t (a int, c int default 5 not null, b int, check (c > 0));
create view public.v as select c from public.t;
create index on public.t (c);
comment on column public.t.c is 'twice';
