create table public.t (id bigint primary key, a text not null default 'x' check (a <> ''), u int generated always as (length(a)) stored);
create table public.r (t bigint references public.t);
create unique index t_lower on public.t (lower(a)) where a <> 'y';
create view public.v as select id, a from public.t;
create materialized view public.m as select a, count(*) from public.v group by a;
create function public.f() returns trigger language plpgsql as 'begin return new; end';
create trigger tr before update of a on public.t for each row when (new.a <> 'z') execute function public.f();
create policy p on public.t using (a <> 'secret');
create statistics public.s on id, a from public.t;
