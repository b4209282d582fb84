create table public.t (id int primary key);
alter table public.t cluster on t_pkey;
