create table public.t (a text not null default 'low');
create index on public.t (a);
insert into public.t values ('low'), ('high');
