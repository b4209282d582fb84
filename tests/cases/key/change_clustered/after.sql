create table public.t (id int primary key, a int unique);
alter table public.t cluster on t_a_key;
