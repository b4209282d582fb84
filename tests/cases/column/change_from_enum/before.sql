create type public.level as enum ('low', 'high');
create table public.t (a public.level not null default 'low');
insert into public.t values ('low'), ('high');
