create table public.t (id int primary key, constraint again unique (id));
alter table public.t add constraint once_more unique (id);
