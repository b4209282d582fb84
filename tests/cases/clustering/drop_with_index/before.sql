create table public.t (a int);
create index i on public.t (a);
alter table public.t cluster on i;
insert into public.t values (1);
