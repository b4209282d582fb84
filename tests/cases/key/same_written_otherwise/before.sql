create table public.t (id int primary key, a int unique, b int constraint t_b_key unique);
