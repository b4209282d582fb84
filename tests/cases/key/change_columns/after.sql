create table public.t (a int not null, b int, constraint t_key primary key (a, b), constraint u unique (a));
