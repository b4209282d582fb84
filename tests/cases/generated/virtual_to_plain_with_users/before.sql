create table public.t (a int, c int generated always as (a * 2) virtual not null, b int, check (c > 0));
create view public.v as select c from public.t;
comment on column public.t.c is 'twice';
insert into public.t values (1), (2);
