create table public.t (id int primary key);
alter table public.t replica identity using index t_pkey;
