create table public.new (id int primary key);
