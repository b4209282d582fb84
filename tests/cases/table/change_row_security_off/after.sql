create table public.t (id int, owner text);
