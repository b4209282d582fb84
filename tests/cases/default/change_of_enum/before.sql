create type public.level as enum ('low', 'high');
create table public.t (a public.level default 'low');
insert into public.t values ('high');
