create table public.t (id int not null, a int not null);
create unique index i on public.t (id);
alter table public.t replica identity using index i;
insert into public.t values (1, 2);
