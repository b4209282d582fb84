create table public.t (a int not null no inherit, b int not null);
