create table public.t (id int primary key);
alter table public.t replica identity full;
