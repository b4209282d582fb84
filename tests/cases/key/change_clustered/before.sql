create table public.t (id int primary key, a int unique);
alter table public.t cluster on t_pkey;
insert into public.t values (1, 2);
