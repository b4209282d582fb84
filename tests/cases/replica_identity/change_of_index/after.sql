create table public.t (id int not null, a int not null);
create unique index i on public.t (id, a);
alter table public.t replica identity using index i;
