create table public.t (a int, b int not null, constraint t_key primary key (a), constraint u unique (b));
insert into public.t values (1, 2);
