create type public.e as enum ('a', 'b');
create table public.t (a public.e, c text generated always as (case a when 'a' then 'x' end) stored, d public.e generated always as (a) stored);
insert into public.t values ('a');
