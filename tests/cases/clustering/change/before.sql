create table public.t (a int primary key, b int);
create index i on public.t (b);
alter table public.t cluster on t_pkey;
insert into public.t values (1, 2);
