create type public.level as enum ('low', 'high');
create table public.t (a public.level not null default 'low');
create index on public.t (a);
